import { DownloadQuery, downloadWallpaper, EaselError, takeRate } from '@easel/api/server';
import { attachment } from '@/server/download-name.ts';
import { handle } from '@/server/handle.ts';
import { isId } from '@/server/site.ts';
import { viewerOrScriptOf } from '@/server/viewer.ts';

/** A wallpaper as a file, at exactly the size that the query names; signed in only. */
export const GET = handle<{ id: string }>(async ({ request, params, studio }) => {
  const viewer = await viewerOrScriptOf(request);
  if (!viewer) throw new EaselError('SIGNED_OUT');
  if (!isId(params.id)) throw new EaselError('NOT_FOUND');
  const query = DownloadQuery.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!query.success) throw new EaselError('INPUT_INVALID');

  await takeRate(studio, 'download', { viewer });
  const file = await downloadWallpaper(studio, viewer, params.id, query.data, request.signal);
  return new Response(file.body, {
    headers: {
      'content-type': file.contentType,
      'content-length': String(file.bytes),
      'content-disposition': attachment(file.fileName),
    },
  });
});
