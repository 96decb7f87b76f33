/** `pnpm bench import`: what an import costs beside the plainest copy that Postgres can make of the rows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openGround } from '../ground.ts';
import { copyPlainly, fillOlder, forget } from './rows.ts';

/** `BENCH_ROWS=1000000` is what the older system's largest users have. */
const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const PEOPLE = Math.ceil(ROWS / 20);
const IMPORTER = fileURLToPath(new URL('./importer.ts', import.meta.url));

const { env, studio, close } = await openGround();
try {
  const { sql } = studio;
  await fillOlder(sql, ROWS, PEOPLE);
  console.log(`${ROWS} rows of ${PEOPLE} people`);

  const timed = async (work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    return (performance.now() - from) / 1000;
  };
  const importAll = () =>
    timed(() => once(spawn(process.execPath, [IMPORTER], { env, stdio: 'inherit' }), 'exit'));

  const plain = await timed(() => copyPlainly(sql));
  console.log(`INSERT … SELECT  ${plain.toFixed(1)} s, ${Math.round(ROWS / plain)} rows/s`);
  await forget(sql);
  const ours = await importAll();
  console.log(`import           ${ours.toFixed(1)} s, ${Math.round(ROWS / ours)} rows/s`);
  console.log(`speed            ${((plain / ours) * 100).toFixed(0)} % of INSERT … SELECT`);
  const [agreed] = await sql`select
    (select count(*) from wallpapers)::int as rows,
    (select value from counters where scope = 'all')::int as counted,
    (select sum(value) from counters where scope <> 'all')::int as by_creator`;
  console.log(`rows and counts  ${JSON.stringify(agreed)}`);
  const again = await importAll();
  console.log(`a second run     ${again.toFixed(1)} s, nothing to do`);
} finally {
  await close();
}
