import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

export interface Cost {
  /** How many nodes the query may answer at most. */
  nodes: number;
  /** Points taken from the rate limit: one for every hundred connections to be read, and at least one. */
  points: number;
}

interface Walk {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
  nodes: number;
  connections: number;
}

/** Reckons a query's price before it runs, as GitHub does: page sizes multiply down each path. */
export function costOf(
  schema: GraphQLSchema,
  {
    document,
    operation,
    variables,
  }: { document: DocumentNode; operation: OperationDefinitionNode; variables: object },
): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const given = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables });
  const walk: Walk = { schema, fragments, variables: given.coerced ?? {}, nodes: 0, connections: 0 };
  const root = schema.getRootType(operation.operation);
  if (root) visit(walk, operation.selectionSet, { type: root, times: 1 });
  return { nodes: walk.nodes, points: Math.max(1, Math.round(walk.connections / 100)) };
}

interface Place {
  type: GraphQLCompositeType;
  /** How often this place can occur in the answer. */
  times: number;
}

function visit(walk: Walk, selections: SelectionSetNode, place: Place): void {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) visitField(walk, selection, place);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition && typeFromAST(walk.schema, selection.typeCondition);
      visit(walk, selection.selectionSet, { ...place, type: isCompositeType(type) ? type : place.type });
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      const type = fragment && typeFromAST(walk.schema, fragment.typeCondition);
      if (fragment && isCompositeType(type)) visit(walk, fragment.selectionSet, { ...place, type });
    }
  }
}

function visitField(walk: Walk, field: FieldNode, { type, times }: Place): void {
  if (!field.selectionSet || !(isObjectType(type) || isInterfaceType(type))) return;
  const definition = type.getFields()[field.name.value];
  const inner = definition && getNamedType(definition.type);
  if (!isCompositeType(inner)) return;
  const size = pageSize(walk, field);
  if (inner.name.endsWith('Connection')) walk.connections += times;
  if (size !== undefined) walk.nodes += times * size;
  visit(walk, field.selectionSet, { type: inner, times: size === undefined ? times : times * size });
}

/** `first` or `last`, or the number of `ids`. */
function pageSize(walk: Walk, field: FieldNode): number | undefined {
  for (const { name, value } of field.arguments ?? []) {
    const given = value.kind === Kind.VARIABLE ? walk.variables[value.name.value] : undefined;
    if (name.value === 'ids') {
      if (value.kind === Kind.LIST) return value.values.length;
      if (Array.isArray(given)) return given.length;
    }
    if (name.value !== 'first' && name.value !== 'last') continue;
    if (value.kind === Kind.INT) return Number(value.value);
    if (typeof given === 'number') return given;
  }
  return undefined;
}
