import { pino } from 'pino';
import type { Log } from './ports.js';

/** Structured logs on standard output; secrets never reach them by name. */
export function makeLog(level: string): Log {
  return pino({ level, redact: ['*.token', '*.authorization', '*.response_url', 'err.original.config'] });
}
