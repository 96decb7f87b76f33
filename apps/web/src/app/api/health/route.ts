import { handle } from '@/server/handle.ts';

/** Says that the process answers, whatever the parts behind it do. */
export const GET = handle(async () => Response.json({ status: 'ok' }));
