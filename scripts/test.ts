// `npm test`: lint, types, unused code, unit and integration tests, the build, and a real browser
// on it. The last line is `N passed, N failed`; a step that runs no tests counts as one.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT } from '@easel/api/config';
import { build } from './build.ts';
import { command } from './command.ts';
import { installPrograms } from './debian.ts';
import { ROOT } from './environment.ts';
import { runProgram } from './program.ts';
import { Refusal, seconds } from './progress.ts';

type Count = { passed: number; failed: number };

const ONE: Count = { passed: 1, failed: 0 };
const total: Count = { passed: 0, failed: 0 };

await command(async (leaving) => {
  const folder = mkdtempSync(join(tmpdir(), 'easel-'));
  // The embedded Postgres of root runs as another user, who has to pass.
  chmodSync(folder, 0o711);
  const env = isolated(folder);

  const run = async (name: string, args: string[], options: { cwd?: string } = {}) => {
    const { succeeded } = await runProgram(name, args, {
      leaving,
      env,
      output: 'show',
      ...options,
    });
    return succeeded;
  };
  const check = (name: string, args: string[]) => async () => {
    if (!(await run(name, args))) throw new Refusal(`${name} found something; it stands above.`);
    return ONE;
  };

  try {
    await counted('programs', leaving, () => installPrograms(leaving).then(() => ONE));
    await counted('lint and format', leaving, check('biome', ['check', '.']));
    await counted(
      'types of the packages',
      leaving,
      check('turbo', [
        'run',
        'typecheck',
        '--concurrency=2',
        '--output-logs=errors-only',
        '--ui=stream',
      ]),
    );
    await counted('types of the scripts', leaving, check('tsc', ['--noEmit']));
    await counted('unused code', leaving, check('knip', []));
    const built = await counted('build', leaving, () => build(leaving).then(() => ONE));
    await counted('unit and integration tests', leaving, async () => {
      const report = join(folder, 'vitest.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const succeeded = await run('vitest', ['run', ...reporters]);
      return tally(succeeded, readVitest(report));
    });
    await counted('end to end', leaving, async () => {
      if (!built) throw new Refusal('There is no build to look at.');
      const report = join(folder, 'playwright.json');
      env.PLAYWRIGHT_JSON_OUTPUT_NAME = report;
      const words = ['test', '--config=playwright.config.ts', '--reporter=list,json'];
      const succeeded = await run(join(ROOT, 'tests/node_modules/.bin/playwright'), words, {
        cwd: join(ROOT, 'tests'),
      });
      return tally(succeeded, readPlaywright(report));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
});

/** Runs a step, adds what it counted, and says whether all of it passed. */
async function counted(
  name: string,
  leaving: AbortSignal,
  work: () => Promise<Count>,
): Promise<boolean> {
  const from = performance.now();
  let count: Count;
  try {
    count = await work();
  } catch (error) {
    leaving.throwIfAborted();
    console.error(error instanceof Refusal ? `  ${error.message}` : error);
    count = { passed: 0, failed: 1 };
  }
  total.passed += count.passed;
  total.failed += count.failed;
  const sign = count.failed > 0 ? '✗' : '✓';
  console.log(
    `${sign} ${name}: ${count.passed} passed, ${count.failed} failed (${seconds(performance.now() - from)})`,
  );
  return count.failed === 0;
}

/** A runner that fails without a failed test (a file that does not load) counts as one failure. */
function tally(succeeded: boolean, count: Count): Count {
  return succeeded || count.failed > 0 ? count : { ...count, failed: 1 };
}

/** A skipped test proves nothing, so it counts as failed. */
function readVitest(file: string): Count {
  const report = readReport(file);
  return {
    passed: number(report.numPassedTests),
    failed:
      number(report.numFailedTests) + number(report.numPendingTests) + number(report.numTodoTests),
  };
}

function readPlaywright(file: string): Count {
  const { stats } = readReport(file);
  const counts: Record<string, unknown> = { ...(typeof stats === 'object' ? stats : {}) };
  return {
    passed: number(counts.expected) + number(counts.flaky),
    failed: number(counts.unexpected) + number(counts.skipped),
  };
}

function readReport(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The environment without what a developer has set for a site of their own. */
function isolated(folder: string): NodeJS.ProcessEnv {
  const ours = new Set(Object.keys(ENVIRONMENT.shape));
  const families = /^(AUTH|AWS|DATABASE|POSTGRES|OPENAI|S3|OTEL)_/;
  const kept = Object.entries(process.env).filter(
    ([name]) => !ours.has(name) && !families.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    EASEL_ENV_FILES: 'off',
    DATA_DIR: join(folder, 'data'),
    // What a test that was cut leaves behind goes with the folder.
    TMPDIR: folder,
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
