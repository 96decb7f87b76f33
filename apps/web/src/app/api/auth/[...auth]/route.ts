import { EaselError, takeRate } from '@easel/api/server';
import { addressOf } from '@/server/address.ts';
import { answerAuth } from '@/server/auth.ts';
import { type Call, handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';

async function answer({ request, studio }: Call<object>): Promise<Response> {
  const { config } = studio;
  if (request.method === 'POST' && !isSameOrigin(request.headers, config.allowedOrigins))
    throw new EaselError('FORBIDDEN');
  // The way to a provider and back; looking at the session is not counted.
  if (/^\/api\/auth\/(signin|callback)\//.test(request.nextUrl.pathname))
    await takeRate(studio, 'sign-in', { address: addressOf(request.headers, config.trustProxy) });
  return await answerAuth(studio, request);
}

export const GET = handle(answer);
export const POST = handle(answer);
