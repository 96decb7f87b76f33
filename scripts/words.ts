import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Refusal } from './progress.ts';

/** The values of the options in a command's words. Throws `Refusal`, with how it is used, for others. */
export function wordsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  usage: string,
) {
  try {
    // pnpm hands its own separator on.
    return parseArgs({ args: args.filter((word) => word !== '--'), options }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : error} Usage: ${usage}`);
  }
}
