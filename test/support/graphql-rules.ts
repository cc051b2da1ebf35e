import {
  type GraphQLField,
  getNamedType,
  isInterfaceType,
  isObjectType,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { schema } from '../../sandbox/github/graphql/schema.js';

/** Words in the name of a field that holds what somebody wrote, whatever type it stands on. */
const WRITTEN = new Set(
  'body text message headline title summary description diff hunk comment note readme fragment details payload'.split(
    ' ',
  ),
);
const TEXT_TYPES = ['String', 'HTML'];
/** An issue's title may be read: its prefix steers, and it is shown escaped. */
const MAY_BE_READ = new Set(['Issue.title']);

/**
 * Every field of GitHub's schema that holds somebody's text and must not be read, as `Type.field`. Derived by name and
 * type on every type, so that a field GitHub adds tomorrow to a type nobody thought of is among them.
 */
export const forbiddenFields: ReadonlySet<string> = new Set(
  Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields())
          .filter(holdsText)
          .map((field) => `${type.name}.${field.name}`)
          .filter((name) => !MAY_BE_READ.has(name))
      : [],
  ),
);

function holdsText({ name, type }: GraphQLField<unknown, unknown>): boolean {
  const inWords = name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(' ');
  return TEXT_TYPES.includes(getNamedType(type).name) && inWords.some((word) => WRITTEN.has(word));
}

/** What is wrong with a document: where it is not valid on GitHub, and which forbidden fields it selects. */
export function faultsOf(text: string): string[] {
  const document = parse(text);
  const faults = validate(schema, document, specifiedRules).map(({ message }) => message);
  const info = new TypeInfo(schema);
  const visitor = {
    Field: () => {
      const name = `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
      if (forbiddenFields.has(name)) faults.push(`reads ${name}`);
    },
  };
  visit(document, visitWithTypeInfo(info, visitor));
  return faults;
}

const KEYWORDS =
  /\b(?:query|mutation|subscription)\b(?:\s+\w+)?\s*(?:\(\s*\$[^)]*\)\s*)?\{|\bfragment\s+\w+\s+on\s+\w/;

/** Whether a source file holds a GraphQL document, marked, recognisable by its keywords or merely able to be parsed as one. */
export function holdsGraphql(source: string): boolean {
  if (/\/\*\s*GraphQL\s*\*\/|\bgql`|\bgraphql[(`]/.test(source) || KEYWORDS.test(source)) return true;
  return source.split('`').some((part, index) => index % 2 === 1 && canBeParsed(part));
}

/** Nothing of GitHub's root is a plain value, so a real document has braces in braces. */
function canBeParsed(text: string): boolean {
  if (!/\{[^}]*\{/.test(text)) return false;
  try {
    return parse(text).definitions.length > 0;
  } catch {
    return false;
  }
}
