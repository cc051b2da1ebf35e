import type { Fields } from './blocks/rules.js';

/** A refusal in Slack's own terms: `{ok: false, error: code, …more}` with HTTP status 200. */
export class SlackError extends Error {
  readonly code: string;
  readonly more: Fields;

  constructor(code: string, more: Fields = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }

  /** Problems with blocks or views, each with its JSON pointer, the way Slack reports them. */
  static of(code: string, problems: string[]): SlackError {
    return new SlackError(code, {
      errors: problems,
      response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) },
    });
  }
}
