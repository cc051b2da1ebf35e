import { plainText } from './inline.js';
import type { StatedSeverity } from './severity.js';
import { groupOf, readTitle, type TitleFacts } from './titles.js';
import { type FieldName, fieldName, type Role, roleOf } from './words.js';

/** What a heading says about what stands below it; each answer is found once, when somebody asks. */
export class Heading {
  readonly raw: string;
  #text: string | undefined;
  #role: Role | undefined;
  #field: FieldName | null | undefined;
  #group: StatedSeverity | null | undefined;
  #facts: TitleFacts | undefined;

  constructor(raw: string) {
    this.raw = raw;
  }

  /** Its words, without markup. */
  get text(): string {
    this.#text ??= plainText(this.raw);
    return this.#text;
  }

  get role(): Role {
    this.#role ??= roleOf(this.text);
    return this.#role;
  }

  /** The field that it names, when it only labels a text. */
  get field(): FieldName | null {
    if (this.#field === undefined) this.#field = fieldName(this.text);
    return this.#field;
  }

  /** The severity that it gives to all below it. */
  get group(): StatedSeverity | null {
    if (this.#group === undefined) this.#group = groupOf(this.text);
    return this.#group;
  }

  /** What it says when it is the title of a finding. */
  get facts(): TitleFacts {
    this.#facts ??= readTitle(this.text);
    return this.#facts;
  }
}
