/**
 * The two sites that the journeys walk through: one as a newcomer starts it, with everything embedded,
 * and one that paints with a fake image service. Started once for all files.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startSite } from '../servers/easel.ts';
import { startRelay } from '../servers/relay.ts';

/** Where the tests find them. */
export const SITES = {
  newcomer: () => process.env.E2E_NEWCOMER ?? '',
  relayed: () => process.env.E2E_RELAYED ?? '',
  relay: () => process.env.E2E_RELAY ?? '',
};

function dataFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `easel-e2e-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

export default async function start(): Promise<() => Promise<void>> {
  const folders = [dataFolder('newcomer'), dataFolder('relayed')] as const;
  const relay = await startRelay({ delayMs: 500 });
  const newcomer = await startSite({ PORT: String(await freePort()), DATA_DIR: folders[0] });
  const relayed = await startSite({
    PORT: String(await freePort()),
    DATA_DIR: folders[1],
    OPENAI_API_KEY: 'sk-for-tests',
    OPENAI_API_BASE_URL: relay.baseUrl,
    GENERATIONS_PER_DAY: '6',
  });
  process.env.E2E_NEWCOMER = newcomer.url;
  process.env.E2E_RELAYED = relayed.url;
  process.env.E2E_RELAY = relay.url;
  return async () => {
    await Promise.all([newcomer.stop(), relayed.stop()]);
    await relay.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
}
