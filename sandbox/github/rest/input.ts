import { invalid, RestProblem } from './problem.js';

const LONGEST_COMMENT = 65_536;
const LONGEST_TITLE = 256;
const LONGEST_LABEL = 50;
const MOST_ASSIGNEES = 10;

/** Reads the text of a new comment from a request's body. */
export function commentText(body: unknown): string {
  const text = isRecord(body) ? body.body : undefined;
  const about = { resource: 'IssueComment', code: 'unprocessable', field: 'data' };
  if (text === undefined) throw new RestProblem(422, 'Invalid request.\n\n"body" wasn\'t supplied.');
  if (typeof text !== 'string') {
    throw new RestProblem(
      422,
      `Invalid request.\n\nFor 'properties/body', ${JSON.stringify(text)} is not a string.`,
    );
  }
  if (text.trim() === '') throw invalid({ ...about, message: 'Body cannot be blank' });
  if ([...text].length > LONGEST_COMMENT) {
    throw invalid({ ...about, message: `Body is too long (maximum is ${LONGEST_COMMENT} characters)` });
  }
  return text;
}

/** Reads label names from `{labels: [...]}` or a bare list, of names or of `{name}`. */
export function labelNames(body: unknown): string[] {
  const list = isRecord(body) ? body.labels : body;
  if (list === undefined) throw new RestProblem(422, 'Invalid request.\n\n"labels" wasn\'t supplied.');
  if (!Array.isArray(list)) {
    throw new RestProblem(
      422,
      `Invalid request.\n\nFor 'links/1/schema', ${JSON.stringify(list)} is not an array.`,
    );
  }
  return list.map(labelName);
}

/** Reads the logins of assignees, no more than the ten that an issue may have. */
export function loginsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((login) => typeof login !== 'string')) {
    const given = JSON.stringify(value);
    throw new RestProblem(
      422,
      `Invalid request.\n\nFor 'properties/assignees', ${given} is not an array of strings.`,
    );
  }
  if (value.length > MOST_ASSIGNEES)
    throw invalid({ resource: 'Issue', field: 'assignees', code: 'invalid' });
  return value;
}

export function labelName(entry: unknown): string {
  const name = isRecord(entry) ? entry.name : entry;
  const about = { resource: 'Label', field: 'name' };
  if (typeof name !== 'string') {
    throw new RestProblem(
      422,
      `Invalid request.\n\nFor 'anyOf/0', ${JSON.stringify(entry)} is not a string.`,
    );
  }
  if (name.trim() === '') throw invalid({ ...about, code: 'missing_field' });
  if ([...name].length > LONGEST_LABEL) {
    throw invalid({
      ...about,
      code: 'custom',
      message: `name is too long (maximum is ${LONGEST_LABEL} characters)`,
    });
  }
  return name;
}

/** A string that may be left out, or null. */
export function stringOf(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  const given = JSON.stringify(value);
  throw new RestProblem(422, `Invalid request.\n\nFor 'properties/${field}', ${given} is not a string.`);
}

export function required(value: unknown, field: string): string {
  const text = stringOf(value, field);
  if (text === undefined) throw new RestProblem(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  return text;
}

/** The body of an issue or a pull request; null empties it. */
export function textOf(value: unknown): string | undefined {
  if (value === null) return '';
  return optionalText(value, { field: 'body', most: LONGEST_COMMENT }) ?? undefined;
}

export function optionalText(
  value: unknown,
  { field, most, resource = 'Issue' }: { field: string; most: number; resource?: string },
): string | null {
  const text = stringOf(value, field);
  if (text !== undefined && [...text].length > most) throw tooLong(field, most, resource);
  return text ?? null;
}

export function titleOf(value: unknown): string {
  const title = required(value, 'title');
  if (title.trim() === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  if ([...title].length > LONGEST_TITLE) throw tooLong('title', LONGEST_TITLE);
  return title;
}

function tooLong(field: string, most: number, resource = 'Issue'): RestProblem {
  const message = `${field} is too long (maximum is ${most} characters)`;
  return invalid({ resource, field, code: 'custom', message });
}

export function choice(value: unknown, { field, of }: { field: string; of: string[] }): string | undefined {
  const text = stringOf(value, field);
  if (text === undefined || of.includes(text)) return text;
  const list = of.map((one) => JSON.stringify(one)).join(', ');
  const message = `For 'properties/${field}', ${JSON.stringify(text)} is not a member of [${list}].`;
  throw new RestProblem(422, `Invalid request.\n\n${message}`);
}

/** A label's colour; grey here where nobody chose, of GitHub's own choice there. */
export function newColour(value: unknown): string {
  const colour = stringOf(value, 'color') ?? 'ededed';
  if (/^[0-9a-f]{6}$/i.test(colour)) return colour.toLowerCase();
  throw invalid({ resource: 'Label', field: 'color', code: 'invalid' });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
