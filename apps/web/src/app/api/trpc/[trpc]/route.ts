import { handle } from '@/server/handle.ts';
import { answerTrpc } from '@/server/trpc.ts';

export const GET = handle<{ trpc: string }>(answerTrpc);
export const POST = handle<{ trpc: string }>(answerTrpc);
