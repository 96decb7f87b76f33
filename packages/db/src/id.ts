import { v7 } from 'uuid';

/** A new row's id: UUID version 7, so ids sort by time and carry 74 random bits. */
export function newId(): string {
  return v7();
}
