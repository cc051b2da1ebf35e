import type { Field } from './fields.js';
import type { Run } from './inline.js';
import type { StatedSeverity } from './severity.js';

/** How much a part of a report looks like a finding by its form: by its own marks, by where it stands, or not. */
export type Tier = 'marked' | 'placed' | 'loose';

/** Something in a report that may be a finding. */
export interface Candidate {
  start: number;
  /** Where the list, table or part begins that holds it beside others of its kind. */
  among: number;
  /** The words of its title, or of its whole line. */
  head: Run[];
  /** What is said about it, without labelled values. */
  lines: Run[][];
  fields: Field[];
  /** The box of a task list. */
  checked: boolean | null;
  tier: Tier;
  /** It stands where reports say again what they said. */
  echo: boolean;
  /** The severity of the heading it stands under. */
  group: StatedSeverity | null;
  /** The headings above it, outermost first. */
  chain: string[];
  /** The file that the heading above it names. */
  file: string | null;
}

/** What a part inherits from the parts around it. */
export interface Context {
  role: 'findings' | 'echo' | 'admin' | 'plain';
  group: StatedSeverity | null;
  chain: string[];
  file: string | null;
  /** Its parts are numbered matters. */
  counted: boolean;
}
