/** Door "./seed": people and pictures to begin with. */
import { generations } from '@easel/db';
import { inArray } from 'drizzle-orm';
import { openLocalAccount } from './account/sessions.ts';
import { openStudio } from './compose.ts';
import type { Config } from './config.ts';
import { hasEnded } from './contract.ts';
import { createGeneration } from './generation/create.ts';
import { runWorker } from './worker.ts';

/** Names that nobody signs in with by chance: sample pictures spend nobody's allowance. */
export const SAMPLE_PEOPLE = [
  'Ada (sample)',
  'Lin (sample)',
  'Noor (sample)',
  '小明（示例）',
  '晓雨（示例）',
];

const PROMPTS: [prompt: string, size: string][] = [
  ['A misty mountain lake at dawn, pine trees on the shore', '1920x1200'],
  ['Northern lights over snowy peaks', '2560x1440'],
  ['黄昏的沙漠，金色的沙丘连绵起伏', '1920x1200'],
  ['A quiet harbor city at night, lights on the water', '1290x2796'],
  ['春天的樱花与远山', '1920x1200'],
  ['Deep ocean waves under a full moon', '1920x1200'],
  ['Soft gradient mesh in peach and lavender', '1290x2796'],
  ['薄雾笼罩的森林，清晨的阳光', '1290x2796'],
  ['The Milky Way above a calm lake', '3440x1440'],
  ['Low poly hills in autumn colors', '1920x1200'],
  ['大海日落，橙色的云', '2560x1440'],
  ['Contour lines, teal on dark blue', '1290x2796'],
  ['A desert under the stars', '1920x1200'],
  ['Flowing liquid marble in blue and gold', '1920x1200'],
  ['雪山与极光', '1290x2796'],
  ['A green meadow with wild flowers in spring', '1920x1200'],
  ['赛博朋克城市夜景，霓虹灯', '2560x1440'],
  ['Snowfall in a silent pine forest', '1290x2796'],
  ['A tropical beach at noon', '1920x1200'],
  ['极简的波浪，粉色与紫色', '1920x1200'],
  ['A river through autumn woods', '1920x1200'],
  ['Sunrise above a sea of clouds', '2560x1440'],
  ['水墨山水', '1920x1200'],
  ['A planet with rings over red hills', '1290x2796'],
];

/**
 * Fills a new installation with people and real pictures, made by the built-in painter through the
 * same steps as anyone's, whatever models are configured. Run again it adds only what is missing.
 * Throws when a picture could not be made.
 */
export async function seed(
  config: Config,
  report: (done: number, all: number) => void = () => {},
): Promise<void> {
  const painted: Config = {
    ...config,
    limits: { ...config.limits, perDay: 1000, inFlight: 100 },
    // The painter costs nothing, whatever key is set.
    ai: { ...config.ai, openai: null },
    logLevel: 'warn',
  };
  const studio = openStudio(painted, { name: 'seed' });
  try {
    const ids: string[] = [];
    for (const [n, [prompt, size]] of PROMPTS.entries()) {
      const name = SAMPLE_PEOPLE[n % SAMPLE_PEOPLE.length] ?? '';
      const { id } = await studio.db.transaction((tx) => openLocalAccount(tx, name));
      const input = { prompt, size, visibility: 'public', idempotencyKey: `seed ${n}` } as const;
      const asked = await createGeneration(studio, { id, role: 'user' }, input, 'seed');
      ids.push(asked.id);
    }
    const worker = await runWorker(painted);
    try {
      for (let last = -1; last < ids.length; ) {
        const rows = await studio.db
          .select({ status: generations.status })
          .from(generations)
          .where(inArray(generations.id, ids));
        const done = rows.filter(({ status }) => status === 'succeeded').length;
        if (rows.some(({ status }) => hasEnded(status) && status !== 'succeeded'))
          throw new Error('A sample picture could not be made; the log says why.');
        if (done !== last) report(done, ids.length);
        last = done;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    } finally {
      await worker.stop(20_000);
    }
  } finally {
    await studio.close();
  }
}
