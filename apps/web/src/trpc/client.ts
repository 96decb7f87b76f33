import type { AppRouter } from '@easel/api/contract';
import { isPublicQuery, LIMITS } from '@easel/api/contract';
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

export function createClient() {
  return trpc.createClient({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: ADDRESS, transformer: wire }),
        false: splitLink({
          // Those travel alone, by GET and without cookies, so that caches can answer.
          condition: ({ type, path }) => type === 'query' && isPublicQuery(path),
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
