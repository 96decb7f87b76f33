import { StorageError, type StorageReason } from './store.ts';

/** What a failed call to the service means: match on name and status, since bodies may lack a message. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name, status } = failureOf(error);
  const message = status ? `the service answered ${status} ${name}` : unanswered(error, name);
  return new StorageError(reasonOf(name, status), message, error);
}

/** Why there was no answer; a failed connection has no name of its own. */
function unanswered(error: unknown, name: string): string {
  if (name === 'CredentialsProviderError') return 'no credentials were found';
  const errors = error instanceof AggregateError ? error.errors : [error];
  const told = errors.flatMap((one) => (one instanceof Error && one.message ? [one.message] : []));
  return `no answer: ${told.join('; ') || name}`;
}

/** The service's own name for what went wrong, and the HTTP status if there was an answer. */
export function failureOf(error: unknown): { name: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: String(error), status: undefined };
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const hasStatus =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  const status = hasStatus ? metadata.httpStatusCode : undefined;
  return { name: error.name, status: typeof status === 'number' ? status : undefined };
}

/** True when the service does not know or does not offer the call, or what the call asks for. */
export function isUnsupported(error: unknown): boolean {
  const { name, status } = failureOf(error);
  if (status === 501 || status === 405) return true;
  // Some find XML malformed when it holds an element that they have not heard of.
  return /NotImplemented|MethodNotAllowed|Unsupported|MalformedXML/.test(name);
}

function reasonOf(name: string, status: number | undefined): StorageReason {
  // A bucket that is missing is no missing object: somebody has to set it up.
  if (name === 'NoSuchBucket') return 'Unavailable';
  if (name === 'CredentialsProviderError') return 'Denied';
  if (status === undefined || status >= 500 || status === 429 || status === 408) {
    return 'Unavailable';
  }
  // Another writer of the same key is at it, or the machine's clock or token is a moment behind.
  if (status === 409 || name === 'RequestTimeout' || name === 'SlowDown') return 'Unavailable';
  if (status === 404) return 'NotFound';
  if (status === 416) return 'InvalidRange';
  if (name === 'KeyTooLongError' || name === 'InvalidObjectName') return 'InvalidKey';
  return 'Denied';
}
