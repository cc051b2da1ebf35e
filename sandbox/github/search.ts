import type { Conversation, Label } from './model.js';
import type { World } from './world.js';

/** A search that cannot be answered: it is wrong, or it asks for what the sandbox does not model. */
export class SearchProblem extends Error {}

export interface Found {
  items: Conversation[];
  /** Where each stands in the order that the query asks for. */
  position(item: Conversation): [string | number, number];
  direction: 'ASC' | 'DESC';
  /** The repositories that the query names and nobody can see. */
  unknownRepos: string[];
}

interface Qualifier {
  name: string;
  value: string;
  negated: boolean;
}

type Test = (subject: Conversation) => boolean;

/** Of these, one that fits is enough; of the others, all must fit. */
const ANY_OF = new Set(['repo', 'owner', 'author']);
const PLACES = new Map([
  ['org', 'owner'],
  ['user', 'owner'],
]);

/**
 * Finds issues and pull requests by the qualifiers of GitHub's search: `repo:`, `org:`, `user:`, `is:`, `state:`,
 * `type:`, `label:`, `author:`, `assignee:` and `sort:`. Any other one, and words to be looked for in texts, are
 * refused rather than ignored.
 */
export function searchConversations(
  world: World,
  { query, viewer }: { query: string; viewer: string },
): Found {
  const all = qualifiers(query);
  const sorting = all.findLast(({ name }) => name === 'sort');
  const filters = all.filter(({ name }) => name !== 'sort');
  const tests = groups(filters.map((one) => ({ ...one, test: testOf(one, viewer) })));
  const everything = [...world.repos.values()].flatMap((repo) => [
    ...repo.issues.values(),
    ...repo.pullRequests.values(),
  ]);
  const unknownRepos = filters
    .filter(({ name, value }) => name === 'repo' && !world.repo(value))
    .map(({ value }) => value);
  const items = everything.filter((subject) => tests.every((test) => test(subject)));
  return { items, unknownRepos, ...orderOf(sorting?.value ?? 'created-desc') };
}

/** Splits at spaces outside quotation marks. */
function qualifiers(query: string): Qualifier[] {
  return (query.match(/(?:"[^"]*"|\S)+/g) ?? []).map((word) => {
    const [, minus, name, value] = /^(-?)([a-z-]+):(.+)$/i.exec(word) ?? [];
    if (!name || !value)
      throw new SearchProblem(`Searching for the text ${word} is not modelled by the sandbox.`);
    return { name: name.toLowerCase(), value: value.replaceAll('"', ''), negated: minus === '-' };
  });
}

function groups(filters: Array<Qualifier & { test: Test }>): Test[] {
  const alternatives = new Map<string, Test[]>();
  const tests: Test[] = [];
  for (const { name, negated, test } of filters) {
    const place = PLACES.get(name) ?? name;
    if (negated) tests.push((subject) => !test(subject));
    else if (ANY_OF.has(place)) alternatives.set(place, [...(alternatives.get(place) ?? []), test]);
    else tests.push(test);
  }
  for (const some of alternatives.values()) tests.push((subject) => some.some((test) => test(subject)));
  return tests;
}

function testOf({ name, value, negated }: Qualifier, viewer: string): Test {
  const wanted = value.toLowerCase();
  const login = wanted === '@me' ? viewer.toLowerCase() : wanted;
  switch (name) {
    case 'repo':
      return ({ repo }) => repo.nameWithOwner.toLowerCase() === wanted;
    case 'org':
    case 'user':
      return ({ repo }) => repo.owner.login.toLowerCase() === login;
    case 'label':
      return ({ labels }) => wanted.split(',').some((one) => hasLabel(labels, one));
    case 'author':
      return ({ author }) => author.login.toLowerCase() === login.replace(/^app\/(.+)$/, '$1[bot]');
    case 'assignee':
      return ({ assignees }) => assignees.some((one) => one.login.toLowerCase() === login);
    case 'is':
    case 'state':
    case 'type': {
      const test = STATES[name][wanted];
      if (test) return test;
      throw new SearchProblem(`${name}:${value} is not modelled by the sandbox.`);
    }
    default:
      throw new SearchProblem(`${negated ? '-' : ''}${name}: is not modelled by the sandbox.`);
  }
}

const open: Test = ({ state }) => state === 'OPEN';
/** A merged pull request is a closed one. */
const closed: Test = ({ state }) => state !== 'OPEN';
const issue: Test = ({ kind }) => kind === 'Issue';
const pullRequest: Test = ({ kind }) => kind === 'PullRequest';
const merged: Test = ({ state }) => state === 'MERGED';
const unmerged: Test = (subject) => pullRequest(subject) && !merged(subject);
const draft: Test = (subject) => subject.kind === 'PullRequest' && subject.isDraft;
const KINDS = { issue, pr: pullRequest, 'pull-request': pullRequest };

const STATES: Record<'is' | 'state' | 'type', Record<string, Test>> = {
  state: { open, closed },
  type: { issue, pr: pullRequest },
  is: { open, closed, merged, unmerged, draft, ...KINDS },
};

function hasLabel(labels: Label[], name: string): boolean {
  return labels.some((label) => label.name.toLowerCase() === name);
}

function orderOf(sort: string): Pick<Found, 'position' | 'direction'> {
  const [, field = '', way = 'desc'] = /^(created|updated|comments)(?:-(asc|desc))?$/i.exec(sort) ?? [];
  const direction = way.toUpperCase() as 'ASC' | 'DESC';
  switch (field.toLowerCase()) {
    case 'created':
      return { position: ({ createdAt, id }) => [createdAt, id], direction };
    case 'updated':
      return { position: ({ updatedAt, id }) => [updatedAt, id], direction };
    case 'comments':
      return { position: ({ comments, id }) => [comments.length, id], direction };
    default:
      throw new SearchProblem(`sort:${sort} is not modelled by the sandbox.`);
  }
}
