import { firstDelivery, forgetDeliveries } from '../store/records.js';
import { type Context, minutesAfter } from './context.js';

/** Slack delivers again for minutes, an attacker may replay what he saw for longer: keys are kept for a week. */
const KEPT_MINUTES = 7 * 24 * 60;

/** Remembers a request by its key; false for one that was taken in before, which must do nothing a second time. */
export function takeIn({ db, clock }: Context, key: string): Promise<boolean> {
  return firstDelivery(db, key, clock.now());
}

export async function forgetOldRequests({ db, clock }: Context): Promise<void> {
  await forgetDeliveries(db, minutesAfter(clock.now(), -KEPT_MINUTES));
}
