import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Session } from '../model.js';
import { notFound } from '../rest/problem.js';
import type { World } from '../world.js';
import { type Cost, costOf } from './cost.js';
import { problem, resolveField } from './fields.js';
import { root } from './root.js';
import { schema } from './schema.js';

/** GitHub does without this rule, and `gh` relies on that. */
const RULES = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

const MOST_NODES = 500_000;

interface GraphqlRequest {
  query: string;
  variables: object;
  operationName: string | undefined;
}

interface GraphqlAnswer {
  status: number;
  body: unknown;
}

/** Answers a GraphQL request. As on GitHub, everything but bad access is HTTP 200, errors included. */
export async function answerGraphql(
  world: World,
  { session, body, method }: { session: Session; body: unknown; method: string },
): Promise<GraphqlAnswer> {
  if (method !== 'POST') throw notFound();
  const request = readRequest(body);
  if (!request) return refused(new GraphQLError('A query attribute must be specified and must be a string.'));
  try {
    return await run(world, session, request);
  } catch (error) {
    if (error instanceof GraphQLError) return refused(error);
    throw error;
  }
}

async function run(world: World, session: Session, request: GraphqlRequest): Promise<GraphqlAnswer> {
  const document = parse(request.query);
  const invalid = validate(schema, document, RULES);
  if (invalid.length > 0) return refused(...invalid);
  const cost = priceOf(document, request);
  if (!world.rateLimits.spend(session.account.login, 'graphql', cost.points)) {
    throw problem('RATE_LIMITED', `API rate limit exceeded for user ID ${session.account.id}.`);
  }
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: root,
    contextValue: { world, session, cost },
    variableValues: { ...request.variables },
    operationName: request.operationName,
    fieldResolver: resolveField,
  });
  return {
    status: 200,
    body: { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(format) }) },
  };
}

function priceOf(document: DocumentNode, { operationName, variables }: GraphqlRequest): Cost {
  const operation = getOperationAST(document, operationName);
  if (!operation) return { nodes: 0, points: 1 };
  const cost = costOf(schema, { document, operation, variables });
  if (cost.nodes <= MOST_NODES) return cost;
  const asked = cost.nodes.toLocaleString('en-US');
  const most = MOST_NODES.toLocaleString('en-US');
  const message = `This query requests up to ${asked} possible nodes which exceeds the maximum limit of ${most}.`;
  throw problem('MAX_NODE_LIMIT_EXCEEDED', message);
}

/** The names of a request's operations, for faults that strike by name; none when it cannot be read. */
export function operationNames(text: string): string[] {
  try {
    const request = readRequest(JSON.parse(text));
    const { definitions } = parse(request?.query ?? '');
    return definitions.flatMap((one) =>
      one.kind === 'OperationDefinition' && one.name ? [one.name.value] : [],
    );
  } catch {
    return [];
  }
}

function readRequest(body: unknown): GraphqlRequest | undefined {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') {
    return undefined;
  }
  const variables = 'variables' in body && typeof body.variables === 'object' ? (body.variables ?? {}) : {};
  const named = 'operationName' in body && typeof body.operationName === 'string';
  return { query: body.query, variables, operationName: named ? String(body.operationName) : undefined };
}

function refused(...errors: readonly GraphQLError[]): GraphqlAnswer {
  return { status: 200, body: { errors: errors.map(format) } };
}

/** GitHub puts `type` beside the message, not under `extensions`. */
function format(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { message, path, locations } = error.toJSON();
  const { type } = error.extensions;
  return {
    ...(type !== undefined && { type }),
    ...(path && { path }),
    ...(locations && { locations }),
    message,
  };
}
