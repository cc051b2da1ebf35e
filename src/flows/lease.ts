/** Somebody else holds the row by now: this worker stops at once and writes nothing more. */
export class LeaseLost extends Error {}

/** What a worker writes when it is done with a row. */
export const RELEASED = { leaseOwner: null, leaseUntil: null };
