import { EaselError, endSession } from '@easel/api/server';
import { isForm, readForm } from '@/server/body.ts';
import { callbackPath } from '@/server/callback-url.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';
import { setSession } from '@/server/session-cookie.ts';
import { sessionTokenOf } from '@/server/viewer.ts';

/** Ends the session. A form is sent on to its `callbackUrl`, a script gets JSON. */
export const POST = handle(async ({ request, studio }) => {
  const { config } = studio;
  if (!isSameOrigin(request.headers, config.allowedOrigins)) throw new EaselError('FORBIDDEN');
  const sessionToken = sessionTokenOf(request);
  if (sessionToken) await endSession(studio, sessionToken);

  const headers = new Headers({ 'set-cookie': setSession(config, null) });
  if (!isForm(request.headers)) return Response.json({ signedIn: false }, { headers });
  const form = await readForm(request);
  headers.set('location', callbackPath(form.get('callbackUrl'), config.allowedOrigins));
  return new Response(null, { status: 303, headers });
});
