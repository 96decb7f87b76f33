import { ConfigError } from '@easel/api/config';
import { EmbeddedPostgresError } from '@easel/db/embedded';
import { lifetime } from './lifetime.ts';
import { Refusal } from './progress.ts';

/**
 * Runs one of the root's commands. What it throws is printed, a sentence where it is one, and ends
 * in status 1. The signal aborts when the command has to go; it then returns once all is put away.
 */
export async function command(work: (leaving: AbortSignal) => Promise<void>): Promise<void> {
  const leaving = lifetime();
  try {
    await work(leaving);
    process.exitCode ??= 0;
  } catch (error) {
    if (!leaving.aborted) {
      console.error(isSentence(error) ? `\n✗ ${error.message}` : error);
      process.exitCode = 1;
    }
  }
  // A library's open handle must not keep a finished command.
  process.exit();
}

function isSentence(error: unknown): error is Error {
  return (
    error instanceof Refusal ||
    error instanceof ConfigError ||
    error instanceof EmbeddedPostgresError
  );
}
