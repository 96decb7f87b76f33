import { EaselError } from '@easel/api/server';
import { answerAuth } from '@/server/auth.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';

export const GET = handle(async ({ request, studio }) => await answerAuth(studio, request));

export const POST = handle(async ({ request, studio }) => {
  if (!isSameOrigin(request.headers, studio.config.allowedOrigins))
    throw new EaselError('FORBIDDEN');
  return await answerAuth(studio, request);
});
