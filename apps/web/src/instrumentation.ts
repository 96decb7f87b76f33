import type { Instrumentation } from 'next';

/** Runs once when the process starts: a configuration that is wrong ends it with a sentence. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { openOrLeave } = await import('./server/start.ts');
  await openOrLeave();
  const { passGalleryNewsOn } = await import('./server/gallery-news.ts');
  passGalleryNewsOn();
}

/** Writes down what went wrong while a page was rendered; the page shows only the digest. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logPageError } = await import('./server/start.ts');
  logPageError(error, request, context.routePath);
};
