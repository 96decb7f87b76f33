// `npm run build`, `typecheck`, `lint`, …: one of the project's tools under the project's own Node and
// pnpm, whatever this machine has.
import { command } from './command.ts';
import { runProgram } from './program.ts';
import { Refusal } from './progress.ts';

await command(async (leaving) => {
  const [name = '', ...args] = process.argv.slice(2);
  const { succeeded } = await runProgram(name, args, { leaving, output: 'terminal' });
  if (!succeeded) throw new Refusal(`${name} ${args.join(' ')} did not succeed.`);
});
