/** What kept the embedded data from being used, as one sentence for the person who started it. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** Turns a failed file operation below `place` into the sentence that names the remedy. */
export function asSentence(error: unknown, place: string): Error {
  if (error instanceof EmbeddedPostgresError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new EmbeddedPostgresError(
        `${place} cannot be read and written by this user: change its owner, or set DATA_DIR to another folder.`,
      );
    case 'EROFS':
      return readOnly(place);
    case 'ENOSPC':
    case 'EDQUOT':
      return noSpace(place);
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
      return new EmbeddedPostgresError(
        `${place} cannot be made a folder: remove what is in the way, or set DATA_DIR to another one.`,
      );
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}

/** The sentence for what Postgres wrote to its log before it ended. */
export function fromOutput(output: string, place: string, log: string): EmbeddedPostgresError {
  if (output.includes('No space left on device')) return noSpace(place);
  if (output.includes('Read-only file system')) return readOnly(place);
  const lines = output.trim().split('\n');
  const incompatible = lines.find((line) => line.includes('initialized by PostgreSQL version'));
  if (incompatible) {
    return new EmbeddedPostgresError(
      `${place} was written by another version of Postgres (${incompatible.replace(/^.*DETAIL:\s*/, '')}): move the folder away, or set DATABASE_URL to a server that reads it.`,
    );
  }
  const told = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1);
  return new EmbeddedPostgresError(
    `The embedded Postgres did not start: ${told?.replace(/^.*?(?:FATAL|PANIC|error):\s*/, '') || 'it wrote nothing'} (more in ${log}).`,
  );
}

function noSpace(place: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `There is no space left on the disk that holds ${place}: free some, or set DATA_DIR to another disk.`,
  );
}

function readOnly(place: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `${place} is on a read-only file system: set DATA_DIR to a folder that can be written.`,
  );
}
