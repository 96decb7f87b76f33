// `pnpm start:web`: the web process alone; workers run elsewhere.
import { command } from './command.ts';
import { runSite } from './site.ts';

await command((leaving) => runSite({ web: 'built', worker: false, alone: false }, leaving));
