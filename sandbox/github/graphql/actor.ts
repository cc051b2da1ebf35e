import type { GraphQLResolveInfo } from 'graphql';
import type { Account, Repo } from '../model.js';
import { connect, type PageArgs, type Position } from './connection.js';
import { type Context, type Fields, problem } from './fields.js';
import { repositoryFields } from './repository.js';

/** An author, an actor or an assignee. GraphQL prints an app's login without REST's `[bot]`. */
export function actorFields(account: Account): Fields {
  const login = account.login.replace(/\[bot\]$/, '');
  const path = account.type === 'Bot' ? `/apps/${login}` : `/${login}`;
  const { nodeId: id, id: databaseId, type } = account;
  const url = `https://github.com${path}`;
  return { __typename: type, id, databaseId, login, name: account.login, resourcePath: path, url };
}

/** A person or an organisation, whichever owns repositories. */
export function ownerFields(account: Account): Fields {
  return { ...actorFields(account), repositories: repositoriesOf(account) };
}

interface RepositoriesArgs extends PageArgs {
  isArchived?: boolean | null;
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null;
}

function repositoriesOf(owner: Account) {
  return (args: RepositoriesArgs, { world }: Context, info: GraphQLResolveInfo): Fields => {
    const { isArchived, orderBy } = args;
    const items = [...world.repos.values()].filter(
      (repo) => repo.owner === owner && (isArchived ?? repo.isArchived) === repo.isArchived,
    );
    const position = repositoryOrder(orderBy?.field);
    return connect(
      { items, position, direction: orderBy?.direction ?? 'ASC', node: repositoryFields },
      args,
      info,
    );
  };
}

function repositoryOrder(field: string | undefined): (repo: Repo) => Position {
  switch (field) {
    case undefined:
      return (repo) => [repo.id, repo.id];
    case 'NAME':
      return (repo) => [repo.name, repo.id];
    case 'CREATED_AT':
      return (repo) => [repo.createdAt, repo.id];
    case 'UPDATED_AT':
      return (repo) => [repo.updatedAt, repo.id];
    case 'PUSHED_AT':
      return (repo) => [repo.pushedAt, repo.id];
    default:
      throw problem('UNPROCESSABLE', `RepositoryOrder.field ${field} is not modelled by the sandbox.`);
  }
}
