import { z } from 'zod';
import { checkPrompt, LIMITS, parseSize } from '../contract.ts';

export const Id = z.strictObject({ id: z.uuid() });

export const Limit = z.number().int().min(1).max(LIMITS.maxPageSize).default(LIMITS.pageSize);

export const Cursor = z.string().max(200).optional();

/** `WIDTHxHEIGHT` in whole pixels. */
export const SizeText = z
  .string()
  .max(11)
  .refine((text) => parseSize(text) !== null);

export const Prompt = z
  .string()
  .max(8000)
  .transform((text, context) => {
    const prompt = checkPrompt(text);
    if (prompt !== null) return prompt;
    context.addIssue({ code: 'custom', message: 'prompt' });
    return z.NEVER;
  });
