import { EaselError, PROVIDER_IDS, takeRate } from '@easel/api/server';
import { addressOf } from '@/server/address.ts';
import { beginSignIn } from '@/server/auth.ts';
import { readForm } from '@/server/body.ts';
import { callbackPath, inLanguageOf } from '@/server/callback-url.ts';
import { goOn } from '@/server/go-on.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';
import { viewerOf } from '@/server/viewer.ts';

/** Where the sign-in form of a provider posts `callbackUrl` to, at the site's public origin. */
export const POST = handle<{ provider: string }>(async ({ request, params, studio }) => {
  const { config } = studio;
  const provider = PROVIDER_IDS.find((id) => id === params.provider);
  if (!provider || !config.providers[provider]) throw new EaselError('NOT_FOUND');
  if (!isSameOrigin(request.headers, config.allowedOrigins)) throw new EaselError('FORBIDDEN');
  const address = addressOf(request.headers, config.trustProxy);
  await takeRate(studio, 'sign-in', { address });
  const form = await readForm(request);
  const callbackUrl = callbackPath(form.get('callbackUrl'), config.allowedOrigins);
  const linking = form.get('linking') !== null;
  // Under another name of this machine the session is unknown; signing in anew would make a second
  // account where a way into the first was wanted.
  if (linking && !(await viewerOf(request))) {
    const query = new URLSearchParams({ callbackUrl });
    const signIn = `${inLanguageOf(callbackUrl, '/sign-in')}?${query}`;
    return new Response(null, { status: 303, headers: { location: signIn } });
  }
  const { location, cookies } = await beginSignIn(studio, request, provider, {
    callbackUrl,
    linking,
  });
  return goOn(location, cookies);
});
