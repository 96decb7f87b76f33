import {
  EaselError,
  endSession,
  LocalSignIn,
  startLocalSession,
  takeRate,
} from '@easel/api/server';
import { addressOf } from '@/server/address.ts';
import { readJson } from '@/server/body.ts';
import { handle } from '@/server/handle.ts';
import { isSameOrigin } from '@/server/origin.ts';
import { setSession } from '@/server/session-cookie.ts';
import { sessionTokenOf } from '@/server/viewer.ts';
import { countSignIn } from '../../../../../meter.ts';

/** Signs in to a local account, where the operator has those: a name, no password. */
export const POST = handle(async ({ request, studio }) => {
  const { config } = studio;
  if (!config.localAccounts.on) throw new EaselError('NOT_FOUND');
  if (!isSameOrigin(request.headers, config.allowedOrigins)) throw new EaselError('FORBIDDEN');
  const { data } = LocalSignIn.safeParse(await readJson(request, 4000));
  if (!data) throw new EaselError('INPUT_INVALID');

  const address = addressOf(request.headers, config.trustProxy);
  await takeRate(studio, 'sign-in', { address });
  const session = await startLocalSession(studio, data.name, request.headers.get('user-agent'));
  countSignIn('local');
  const before = sessionTokenOf(request);
  if (before) await endSession(studio, before);
  return Response.json(
    { name: data.name },
    { headers: { 'set-cookie': setSession(config, session) } },
  );
});
