import type { SimulatedClock } from '../clock.js';
import type { RestAnswer } from './rest/routes.js';

/** As far as one of GitHub's replicas may lag behind. */
const LAG = 10_000;

/** What was answered in the last seconds, so that a fault can answer it once more though the world has moved on. */
export class Replica {
  readonly #clock: SimulatedClock;
  readonly #answers = new Map<string, { answer: RestAnswer; at: number }>();

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  remember(question: string, answer: RestAnswer): void {
    const now = this.#clock.now().getTime();
    // Oldest first: asked anew, a question moves to the end.
    this.#answers.delete(question);
    this.#answers.set(question, { answer, at: now });
    for (const [old, { at }] of this.#answers) {
      if (now - at <= LAG) break;
      this.#answers.delete(old);
    }
  }

  clear(): void {
    this.#answers.clear();
  }

  /** The answer to the same question as it was a moment ago, if it was asked then. */
  recall(question: string): RestAnswer | undefined {
    const known = this.#answers.get(question);
    return known && this.#clock.now().getTime() - known.at <= LAG ? known.answer : undefined;
  }
}
