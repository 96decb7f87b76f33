import { EaselError, exportAccount, takeRate } from '@easel/api/server';
import { attachment } from '@/server/download-name.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';
import { viewerOf } from '@/server/viewer.ts';

/** Everything of the person who asks, as one zip that is made while it is read. */
export const GET = handle(async ({ request, studio }) => {
  // A link on another site must not set this to work.
  if (!isSameOrigin(request.headers, studio.config.allowedOrigins))
    throw new EaselError('FORBIDDEN');
  const viewer = await viewerOf(request);
  if (!viewer) throw new EaselError('SIGNED_OUT');
  await takeRate(studio, 'export', { viewer });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(exportAccount(studio, viewer, request.signal), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': attachment(`easel-${day}.zip`),
    },
  });
});
