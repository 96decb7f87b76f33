import { timestamp } from 'drizzle-orm/pg-core';

/** A point in time, to the millisecond: what a JavaScript `Date` can hold. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
