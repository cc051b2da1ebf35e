import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What zod calls a type, as a person does. */
const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys',
};

/** A fault that zod found in `raw`, in words: what must stand there, and what does. */
export function inWords(issue: Issue, raw: unknown): string {
  const value = at(raw, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}, and ${found(value)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}, and ${found(value)}`;
    case 'unrecognized_keys':
      return `knows no key ${issue.keys.join(' nor ')}: is it misspelt?`;
    case 'too_small':
      return tooSmall(issue, value);
    case 'too_big':
      return `must be at most ${issue.maximum}, and ${found(value)}`;
    default:
      return issue.message;
  }
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>, value: unknown): string {
  if (issue.origin === 'array') return 'must hold at least one entry, and is an empty list';
  return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, and ${found(value)}`;
}

function at(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  );
}

/** What stands there. Long texts are not repeated: somebody may have put a token in the wrong place. */
function found(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value === 'number') return `is the number ${value}`;
  if (typeof value === 'boolean') return `is ${value}`;
  if (typeof value !== 'string') return `is ${KINDS[typeof value] ?? typeof value}`;
  return /^[\w .-]{1,20}$/.test(value) ? `is the text “${value}”` : 'is another text';
}
