/** An audit issue. Its body is markdown in which `{{this~that}}` stands for one of several wordings. */
export interface AuditSeed {
  title: string;
  body: string;
  /** Files that it names and that have gone since it was written. */
  gone?: string[];
  /** Snider unless told. */
  author?: string;
}
