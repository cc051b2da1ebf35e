/** An audit issue. Its body is markdown in which `{{this~that}}` stands for one of several wordings. */
export interface AuditSeed {
  title: string;
  body: string;
  /** Snider unless told. */
  author?: string;
}
