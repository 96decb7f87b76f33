// `pnpm worker`: one worker process; any number may run, on any machine.
import { command } from './command.ts';
import { runSite } from './site.ts';

await command((leaving) => runSite({ web: 'none', worker: true, alone: false }, leaving));
