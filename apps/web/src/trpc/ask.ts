import type { RouterInputs, RouterOutputs } from '@easel/api/contract';
import { wire } from '@/trpc/wire';

/** The queries that pages ask before anything is pressed, with what goes in and comes out. */
type Questions = {
  'wallpaper.list': [RouterInputs['wallpaper']['list'], RouterOutputs['wallpaper']['list']];
  'generation.byId': [RouterInputs['generation']['byId'], RouterOutputs['generation']['byId']];
  'user.me': [undefined, RouterOutputs['user']['me']];
};

/** Why a question was not answered: `data` is what tRPC says of it, absent when nobody answered. */
class AskError extends Error {
  readonly data: unknown;

  constructor(data?: unknown) {
    super('A question was not answered.');
    this.data = data;
  }
}

/**
 * One query without the tRPC client, which the gallery's first load has no room for. `credentials`
 * says who asks: nobody in particular, for answers that caches keep.
 */
export async function ask<Path extends keyof Questions>(
  path: Path,
  input: Questions[Path][0],
  options: { credentials: RequestCredentials; cache?: RequestCache },
): Promise<Questions[Path][1]> {
  const query =
    input === undefined
      ? ''
      : `?${new URLSearchParams({ input: JSON.stringify({ json: input }) })}`;
  let answer: { result?: { data: { json: unknown } }; error?: { json?: { data?: unknown } } };
  try {
    const response = await fetch(`/api/trpc/${path}${query}`, options);
    answer = await response.json();
  } catch {
    throw new AskError();
  }
  if (!answer.result) throw new AskError(answer.error?.json?.data ?? {});
  // The router's own types say what this path answers.
  return wire.deserialize(answer.result.data) as Questions[Path][1];
}
