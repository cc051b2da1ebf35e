export interface Prerequisite {
  name: string;
  state: 'ok' | 'warn' | 'missing';
  what: string;
  mend: string;
}
