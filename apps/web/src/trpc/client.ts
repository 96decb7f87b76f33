import type { AppRouter } from '@easel/api/contract';
import { LIMITS } from '@easel/api/contract';
import {
  createTRPCReact,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
} from '@trpc/react-query';
import { wire } from '@/trpc/wire';

/** The typed way to the server, as React hooks. */
export const trpc = createTRPCReact<AppRouter>();

const ADDRESS = '/api/trpc';

/** Answered with the same bytes to everyone, so they travel alone, by GET and without cookies. */
const PUBLIC_QUERIES = new Set(['wallpaper.list', 'wallpaper.count', 'user.byId', 'model.list']);

export function createClient() {
  return trpc.createClient({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: ADDRESS, transformer: wire }),
        false: splitLink({
          condition: (operation) =>
            operation.type === 'query' && PUBLIC_QUERIES.has(operation.path),
          true: httpLink({
            url: ADDRESS,
            transformer: wire,
            fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }),
          }),
          false: httpBatchLink({
            url: ADDRESS,
            transformer: wire,
            maxItems: LIMITS.batchSize,
          }),
        }),
      }),
    ],
  });
}
