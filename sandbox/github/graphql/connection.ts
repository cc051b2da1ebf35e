import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type Fields, problem } from './fields.js';

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** Where an item stands in its list. The second part settles ties, so that no two items stand together. */
export type Position = [string | number, string | number];

export interface List<T> {
  items: readonly T[];
  position: (item: T) => Position;
  direction?: 'ASC' | 'DESC';
  node: (item: T) => Fields;
}

const MOST = 100;

/**
 * Serves one page of a list. A cursor names a position rather than an item, so a walk goes on where it
 * was even when the item that it stopped at has left the list meanwhile.
 */
export function connect<T>(list: List<T>, args: PageArgs, info: GraphQLResolveInfo): Fields {
  const page = bounds(args, info);
  const sign = list.direction === 'DESC' ? -1 : 1;
  const order = (a: Position, b: Position) => sign * compare(a, b);
  const entries = list.items.map((item) => ({ item, at: list.position(item) }));
  entries.sort((a, b) => order(a.at, b.at));
  const inside = entries.filter(
    ({ at }) => (!page.after || order(at, page.after) > 0) && (!page.before || order(at, page.before) < 0),
  );
  const shown =
    page.last === undefined ? inside.slice(0, page.first) : inside.slice(-page.last || inside.length);
  const edges = shown.map(({ item, at }) => ({ cursor: encode(at), node: list.node(item) }));
  return {
    totalCount: list.items.length,
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasPreviousPage: shown[0] !== undefined && shown[0] !== entries[0],
      hasNextPage: shown.length > 0 && shown.at(-1) !== entries.at(-1),
    },
  };
}

function bounds(args: PageArgs, info: GraphQLResolveInfo) {
  const first = args.first ?? undefined;
  const last = args.last ?? undefined;
  const name = info.fieldName;
  if (first !== undefined && last !== undefined) {
    throw problem(
      'UNPROCESSABLE',
      `Passing both \`first\` and \`last\` to paginate the \`${name}\` connection is not supported.`,
    );
  }
  if (first === undefined && last === undefined && asksForItems(info)) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw problem('MISSING_PAGINATION_BOUNDARIES', message);
  }
  refuseSize(first, { bound: 'first', name });
  refuseSize(last, { bound: 'last', name });
  return { first, last, after: decode('after', args.after), before: decode('before', args.before) };
}

function refuseSize(size: number | undefined, { bound, name }: { bound: string; name: string }): void {
  if (size !== undefined && size < 0) {
    throw problem('UNPROCESSABLE', `\`${bound}\` on the \`${name}\` connection cannot be less than zero.`);
  }
  if (size !== undefined && size > MOST) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`${bound}\` limit of ${MOST} records.`;
    throw problem('EXCESSIVE_PAGINATION', message);
  }
}

/** Counting needs no bounds; reading items does. */
function asksForItems(info: GraphQLResolveInfo): boolean {
  const asks = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return isItems(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet);
      return asks(info.fragments[selection.name.value]?.selectionSet);
    });
  return info.fieldNodes.some((node) => asks(node.selectionSet));
}

function isItems({ name }: FieldNode): boolean {
  return ['nodes', 'edges', 'pageInfo'].includes(name.value);
}

function compare(a: Position, b: Position): number {
  return compareOne(a[0], b[0]) || compareOne(a[1], b[1]);
}

function compareOne(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CURSOR = 'cursor:v2:';

function encode(position: Position): string {
  return Buffer.from(CURSOR + JSON.stringify(position)).toString('base64');
}

function decode(argument: string, cursor: string | null | undefined): Position | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(text.slice(CURSOR.length));
    if (text.startsWith(CURSOR) && isPosition(value)) return value;
  } catch {
    // Falls through to the one refusal for every kind of bad cursor.
  }
  throw problem(
    'INVALID_CURSOR_ARGUMENTS',
    `\`${cursor}\` does not appear to be a valid cursor (\`${argument}\`).`,
  );
}

function isPosition(value: unknown): value is Position {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => ['string', 'number'].includes(typeof part))
  );
}
