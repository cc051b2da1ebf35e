/** One check: answers every problem it finds with `value`, which stands at the JSON pointer `at`. */
export type Check = (value: unknown, at: string) => string[];

export type Fields = Record<string, unknown>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const problem = (message: string, at: string): string[] => [`${message} [json-pointer:${at}]`];

/** Characters as Slack counts them: UTF-16 units, so that an emoji counts as two or more. */
const lengthOf = (text: string): number => text.length;

export interface StringLimits {
  min?: number;
  max?: number;
  pattern?: RegExp;
}

export const string =
  ({ min = 0, max = Number.POSITIVE_INFINITY, pattern }: StringLimits = {}): Check =>
  (value, at) => {
    if (typeof value !== 'string') return problem('must be a string', at);
    if (lengthOf(value) < min) return problem(`must be more than ${min - 1} characters`, at);
    if (lengthOf(value) > max) return problem(`must be less than ${max + 1} characters`, at);
    if (pattern && !pattern.test(value)) return problem(`must match ${pattern.source}`, at);
    return [];
  };

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value, at) =>
    allowed.includes(value) ? [] : problem(`must be one of: ${allowed.join(', ')}`, at);

export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : problem('must be a boolean', at);

export const number: Check = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : problem('must be a number', at);

export const integer =
  (min: number, max = Number.MAX_SAFE_INTEGER): Check =>
  (value, at) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? []
      : problem(`must be an integer from ${min} to ${max}`, at);

/** A list of `item` with at least `min` (1 unless told) and at most `max` of them. */
export const list =
  (item: Check, { min = 1, max = Number.POSITIVE_INFINITY } = {}): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return problem('must provide an array', at);
    if (value.length < min) return problem(`no less than ${min} items allowed`, at);
    if (value.length > max) return problem(`no more than ${max} items allowed`, at);
    return value.flatMap((element, index) => item(element, `${at}/${index}`));
  };

/** An object with exactly these fields; anything else in it is refused, as Slack does. */
export const record =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, at) => {
    if (!isRecord(value)) return problem('must provide an object', at);
    const missing = Object.keys(required).filter((name) => value[name] === undefined);
    return [
      ...missing.flatMap((name) => problem(`missing required field: ${name}`, at)),
      ...Object.entries(value).flatMap(([name, field]) => {
        const check = required[name] ?? optional[name];
        if (!check) return problem(`invalid additional property: ${name}`, at);
        return field === undefined ? [] : check(field, `${at}/${name}`);
      }),
    ];
  };

/** An object whose `type` chooses its check; an unknown type is refused. */
export const byType =
  (checks: Record<string, Check>): Check =>
  (value, at) => {
    if (!isRecord(value)) return problem('must provide an object', at);
    if (value.type === undefined) return problem('missing required field: type', at);
    const check = typeof value.type === 'string' && Object.hasOwn(checks, value.type) && checks[value.type];
    return check ? check(value, at) : problem(`unsupported type: ${String(value.type)}`, `${at}/type`);
  };

/** Both checks; the second only when the first found nothing, so that it may trust the shape. */
export const also =
  (first: Check, second: (value: Fields, at: string) => string[]): Check =>
  (value, at) => {
    const problems = first(value, at);
    return problems.length > 0 ? problems : second(value as Fields, at);
  };

/** At least one of the named fields is there. */
export const someOf =
  (...names: string[]) =>
  (value: Fields, at: string): string[] =>
    names.some((name) => value[name] !== undefined)
      ? []
      : problem(`must define at least one of: ${names.join(', ')}`, at);

/** Exactly one of the named fields is there. */
export const exactlyOne =
  (...names: string[]) =>
  (value: Fields, at: string): string[] =>
    names.filter((name) => value[name] !== undefined).length === 1
      ? []
      : problem(`must define exactly one of: ${names.join(', ')}`, at);

/** The picked subset of a table of checks by type. */
export const only = (checks: Record<string, Check>, ...types: string[]): Record<string, Check> =>
  Object.fromEntries(types.map((type) => [type, checks[type] as Check]));
