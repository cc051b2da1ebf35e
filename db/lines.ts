import type { Readable } from 'node:stream';

/** The complete lines that arrive on `stream`, until it ends or breaks. What follows the last line break is dropped. */
export async function* linesOf(stream: Readable): AsyncGenerator<string, undefined> {
  stream.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of stream) {
      rest += chunk;
      // Split only when a line is complete: a large answer comes in many chunks.
      if (!chunk.includes('\n')) continue;
      const parts = rest.split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch {
    // A broken connection: for the reader the same as its end.
  }
  return undefined;
}
