import { z } from 'zod';
import { LIMITS } from '../contract.ts';

/** Control characters, and the marks that turn the reading direction of what follows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A person's name as it is kept and shown: one line, trimmed, composed. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
}

/** A name that a person chose: tidied, then 1 to 60 characters. */
export const PersonName = z
  .string()
  // Bounds the work before anything is counted.
  .max(LIMITS.nameLength * 20)
  .transform(tidyName)
  .refine((name) => name.isWellFormed() && name !== '' && [...name].length <= LIMITS.nameLength);

/** What the sign-in form of local accounts sends. */
export const LocalSignIn = z.object({ name: PersonName });

/**
 * The name for someone new: the first usable one of those a provider gave, else one that says
 * nothing about them. E-mail addresses are not names.
 */
export function nameFor(candidates: readonly unknown[], id: string): string {
  for (const candidate of candidates) {
    const tidy = typeof candidate === 'string' ? tidyName(candidate.slice(0, 1000)) : '';
    const name = [...tidy].slice(0, LIMITS.nameLength).join('').trim();
    if (name && !name.includes('@')) return name;
  }
  return `Guest ${id.replaceAll('-', '').slice(-4)}`;
}
