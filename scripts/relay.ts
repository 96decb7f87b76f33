// `pnpm dev:relay`: the tests' fake image service, to try the site with models and without a bill.
import { startRelay } from '../tests/servers/relay.ts';
import { command } from './command.ts';
import { say } from './progress.ts';

await command(async (leaving) => {
  const relay = await startRelay({ port: Number(process.argv[2] ?? 0) });
  try {
    console.log(`\nA fake image service answers at ${relay.baseUrl}. Start the site with`);
    say(`OPENAI_API_KEY=any OPENAI_API_BASE_URL=${relay.baseUrl}`);
    await new Promise((resolve) => leaving.addEventListener('abort', resolve));
  } finally {
    await relay.stop();
  }
});
