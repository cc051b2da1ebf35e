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
    if (error instanceof InvalidDocument) return refused(...error.problems);
    throw error;
  }
}

async function run(world: World, session: Session, request: GraphqlRequest): Promise<GraphqlAnswer> {
  const document = validDocument(request.query);
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

/** Documents that were found valid, by their text: a client asks the same few thousands of times. */
const validated = new Map<string, DocumentNode>();
const MOST_REMEMBERED = 200;

/** Throws what GitHub says of a document that is none, or asks for what there is not. */
function validDocument(query: string): DocumentNode {
  const known = validated.get(query);
  if (known) return known;
  const document = parse(query);
  const invalid = validate(schema, document, RULES);
  if (invalid.length > 0) throw new InvalidDocument(invalid);
  if (validated.size >= MOST_REMEMBERED) validated.clear();
  validated.set(query, document);
  return document;
}

class InvalidDocument extends Error {
  readonly problems: readonly GraphQLError[];

  constructor(problems: readonly GraphQLError[]) {
    super(problems[0]?.message);
    this.problems = problems;
  }
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

/** The operations of a request, for faults that strike by name; none when it cannot be read. */
export function operationsOf(text: string): { name: string; isQuery: boolean }[] {
  try {
    const request = readRequest(JSON.parse(text));
    const { definitions } = validDocument(request?.query ?? '');
    return definitions.flatMap((one) =>
      one.kind === 'OperationDefinition' && one.name
        ? [{ name: one.name.value, isQuery: one.operation === 'query' }]
        : [],
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
