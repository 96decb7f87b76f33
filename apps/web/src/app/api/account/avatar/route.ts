import { LIMITS } from '@easel/api/contract';
import { EaselError, takeRate, uploadAvatar } from '@easel/api/server';
import { BodyError, readBody } from '@/server/body.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';
import { viewerOf } from '@/server/viewer.ts';

/** A picture, as the body itself, becomes the avatar of the person who sends it. */
export const POST = handle(async ({ request, studio }) => {
  if (!isSameOrigin(request.headers, studio.config.allowedOrigins))
    throw new EaselError('FORBIDDEN');
  const viewer = await viewerOf(request);
  if (!viewer) throw new EaselError('SIGNED_OUT');
  if (viewer.banned) throw new EaselError('FORBIDDEN');
  // No form can send this type, so no other site can make a browser do it unasked.
  if (!/^image\//i.test(request.headers.get('content-type') ?? '')) throw new BodyError(415);
  await takeRate(studio, 'upload', { viewer });
  const upload = await readBody(request, LIMITS.avatarBytes);
  return Response.json(await uploadAvatar(studio, viewer, upload, request.signal));
});
