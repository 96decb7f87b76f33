import 'server-only';
import { openStudio, parseConfig, type Studio } from '@easel/api/server';

/** True while the site is compiled as it goes. */
export const development = process.env.NODE_ENV === 'development';

const KEY = Symbol.for('easel.studio');

/** What every page and route works with, opened once a process from the environment. */
export function studio(): Studio {
  // The pages, the proxy and a hot reload each load this module anew; they share what it opened.
  const shared = globalThis as { [KEY]?: Studio };
  shared[KEY] ??= openStudio(parseConfig(process.env));
  return shared[KEY];
}
