export const DOCS = 'https://docs.github.com/rest';

/** What an account is told that has created too much content lately. */
export const BLOCKED =
  'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.';

interface FieldProblem {
  resource: string;
  field: string;
  code: string;
  message?: string;
}

/** A refusal, as GitHub words it. */
export class RestProblem extends Error {
  readonly status: number;
  readonly errors: FieldProblem[] | undefined;

  constructor(status: number, message: string, errors?: FieldProblem[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  body(): { message: string; errors?: FieldProblem[]; documentation_url: string; status: string } {
    const { message, errors, status } = this;
    return { message, ...(errors && { errors }), documentation_url: DOCS, status: String(status) };
  }
}

export function notFound(): RestProblem {
  return new RestProblem(404, 'Not Found');
}

export function invalid(problem: FieldProblem): RestProblem {
  return new RestProblem(422, 'Validation Failed', [problem]);
}
