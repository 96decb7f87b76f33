// `pnpm bench [name]`: measurements, each as a ratio against a named baseline of the same run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import { ROOT } from './environment.ts';
import { runProgram } from './program.ts';
import { Refusal } from './progress.ts';

const FOLDER = join(ROOT, 'bench');
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map((entry) => entry.name);

await command(async (leaving) => {
  const [wanted] = process.argv.slice(2);
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new Refusal(`There is no such bench. There are: ${names.join(', ')}.`);
  }
  for (const name of wanted ? [wanted] : names) {
    console.log(`\n${name}`);
    const { succeeded } = await runProgram(process.execPath, [join(FOLDER, name, 'main.ts')], {
      leaving,
      env: process.env,
      output: 'show',
    });
    if (!succeeded) throw new Refusal(`The bench ${name} did not come to its end.`);
  }
});
