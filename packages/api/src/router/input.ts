import { z } from 'zod';
import { checkPrompt, LIMITS, parseSize, parseSizes } from '../contract.ts';

/** In the database's own spelling, which is also that of its announcements. */
export const Uuid = z.uuid().toLowerCase();

export const Id = z.strictObject({ id: Uuid });

/** Text that the database can hold: it knows neither NUL nor half a surrogate pair. */
export const PlainText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), { abort: true });

export const Limit = z.number().int().min(1).max(LIMITS.maxPageSize).default(LIMITS.pageSize);

export const Cursor = z.string().max(200).optional();

/** `WIDTHxHEIGHT` in whole pixels. */
export const SizeText = z
  .string()
  .max(11)
  .refine((text) => parseSize(text) !== null);

/** One size or several, `WIDTHxHEIGHT,WIDTHxHEIGHT`; as many as a person has screens. */
export const SizesText = z
  .string()
  .max(12 * LIMITS.maxScreens)
  .refine((text) => {
    const sizes = parseSizes(text);
    return sizes !== null && sizes.length <= LIMITS.maxScreens;
  });

export const Prompt = z
  .string()
  .max(8000)
  .transform((text, context) => {
    const prompt = checkPrompt(text);
    if (prompt !== null) return prompt;
    context.addIssue({ code: 'custom', message: 'prompt' });
    return z.NEVER;
  });
