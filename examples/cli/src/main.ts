/**
 * What another team's program can do with Easel's packages, on Node 24 or later:
 *   node src/main.ts paint "a lake at dawn" [--screen 1290x2796] [--folder wallpapers]
 *   node src/main.ts gallery [--site http://localhost:3000] [--query lake]
 */
import { parseArgs } from 'node:util';
import { gallery } from './gallery.ts';
import { paint } from './paint.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    screen: { type: 'string', default: '2560x1440' },
    folder: { type: 'string', default: 'wallpapers' },
    site: { type: 'string', default: 'http://localhost:3000' },
    query: { type: 'string' },
  },
});
const [task, prompt] = positionals;
const { screen, folder, site, query } = values;
const { OPENAI_API_KEY: apiKey, OPENAI_API_BASE_URL: baseUrl } = process.env;

try {
  if (task === 'paint' && prompt) {
    const service = { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) };
    const keys = await paint({ prompt, screen, folder, ...service });
    for (const key of keys) console.log(`${folder}/${key}`);
  } else if (task === 'gallery') {
    for (const line of await gallery(site, query)) console.log(line);
  } else {
    throw new Error('Say paint "a prompt", or gallery.');
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
