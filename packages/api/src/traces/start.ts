import type { Studio } from '../compose.ts';

/**
 * Starts sending traces, when the environment asks for it, under the name `easel-NAME`; nothing of the
 * SDK is loaded otherwise. Returns how to end it: what is left is sent in moments or not at all.
 */
export async function startTraces(
  { config, log }: Pick<Studio, 'config' | 'log'>,
  name: string,
): Promise<() => Promise<void>> {
  if (!config.traces) return async () => {};
  const { openTraces } = await import('./provider.ts');
  return openTraces(config.traces, log, `easel-${name}`);
}
