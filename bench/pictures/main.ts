/** `pnpm bench pictures`: what pictures cost to show and to load, beside the older flow's way. */
import { percentile } from '../percentile.ts';
import { download } from './download.ts';
import { pageBytes } from './page-bytes.ts';
import { openStage } from './stage.ts';
import { throughput } from './throughput.ts';
import { thumbnail } from './thumbnail.ts';

const ms = (times: number[], share: number) => `${percentile(times, share).toFixed(0)} ms`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

const stage = await openStage();
try {
  const { older, phone, desktop } = await pageBytes(stage);
  console.log(`gallery of 24, the service's PNGs served whole (baseline): ${kb(older)}`);
  for (const [name, page] of Object.entries({ phone, desktop })) {
    if (!page) continue;
    const share = older / page.bytes;
    console.log(
      `  on a ${name}: ${page.pictures} pictures, ${kb(page.bytes)} (1/${share.toFixed(1)})`,
    );
  }

  const served = await throughput(stage);
  console.log(`/media, files of ${kb(served.bytes)} on the average, 16 connections`);
  console.log(`  bare node:http (baseline): ${served.bare.toFixed(0)} a second`);
  const share = ((100 * served.ours) / served.bare).toFixed(0);
  console.log(`  the site: ${served.ours.toFixed(0)} a second (${share} %)`);

  // Its worker would take the next pictures, and their time.
  await stage.site.stop();
  const { plain, ours } = await download(stage);
  for (const [name, { ms, bytes, peakMb }] of Object.entries({ plain, ours }))
    console.log(
      `download of 3840x2160, ${name === 'ours' ? 'ours' : "sharp's plain way (baseline)"}: ${ms.toFixed(0)} ms, ${kb(bytes)}, ${peakMb.toFixed(0)} MB at most`,
    );

  const times = await thumbnail(stage);
  console.log(`from the bytes (1792x1024) to the first file that a page can show`);
  console.log(
    `  stored whole (baseline): p50 ${ms(times.older, 0.5)}, p95 ${ms(times.older, 0.95)}`,
  );
  console.log(
    `  thumbnail stored: p50 ${ms(times.pipeline, 0.5)}, p95 ${ms(times.pipeline, 0.95)}`,
  );
  console.log(
    `  its watcher told of it: p50 ${ms(times.shown, 0.5)}, p95 ${ms(times.shown, 0.95)}`,
  );
} finally {
  await stage.close();
}
