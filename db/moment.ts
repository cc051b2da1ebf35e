import { timestamp } from 'drizzle-orm/pg-core';

/** A column with a point in time, which a `Date` holds. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
