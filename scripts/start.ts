// `npm start`: everything, on the production build.
import { command } from './command.ts';
import { runSite } from './site.ts';

await command((leaving) => runSite({ web: 'built', worker: true, alone: true }, leaving));
