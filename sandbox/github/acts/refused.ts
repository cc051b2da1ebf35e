/** Why an act cannot be done. REST and GraphQL dress it each in their own way. */
export type RefusalKind = 'invalid' | 'moved' | 'not-mergeable' | 'missing' | 'conflict';

/** An act that GitHub refuses; nothing has been done. The message is the one that GitHub shows. */
export class ActRefused extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
