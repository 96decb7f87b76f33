import { ConfigError, parseConfig, runWorker } from '@easel/api/worker';

const GRACE_MS = 20_000;

try {
  const worker = await runWorker(parseConfig(process.env));
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      worker.stop(GRACE_MS).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
