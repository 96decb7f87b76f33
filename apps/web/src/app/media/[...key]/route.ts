import { EaselError } from '@easel/api/server';
import { type Call, handle } from '@/server/handle.ts';
import { answerMedia } from '@/server/media.ts';
import { viewerOf } from '@/server/viewer.ts';

type Params = { key: string[] };

/** A stored picture. The server that the site runs in (serve.ts) answers for public ones itself. */
async function answer({ request, params, studio }: Call<Params>): Promise<Response> {
  const key = keyOf(params);
  const viewer = key.startsWith('private/') ? await viewerOf(request) : null;
  const { body, ...rest } = await answerMedia(studio, viewer, key, request);
  return new Response(body, rest);
}

/** The key as it stands in the address. Throws NOT_FOUND for one that does not decode. */
function keyOf({ key }: Params): string {
  try {
    return key.map(decodeURIComponent).join('/');
  } catch {
    throw new EaselError('NOT_FOUND');
  }
}

export const GET = handle<Params>(answer);
export const HEAD = handle<Params>(answer);
