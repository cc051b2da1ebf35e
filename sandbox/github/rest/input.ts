import { invalid, RestProblem } from './problem.js';

const LONGEST_COMMENT = 65_536;
const LONGEST_LABEL = 50;

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

function labelName(entry: unknown): string {
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
