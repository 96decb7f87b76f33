// One download in a process of its own, so that its peak of memory is its own: `crop.ts FILE ours|plain`.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cropTo } from '@easel/storage/images';
import sharp from 'sharp';

const [file = '', way] = process.argv.slice(2);
const size = { width: 3840, height: 2160 };
// Loaded and warm before it counts.
await sharp({ create: { ...size, width: 64, height: 64, channels: 3, background: '#123' } })
  .jpeg()
  .toBuffer();
const before = peakKb();
const from = performance.now();
const bytes = await readFile(file);
const made =
  way === 'ours'
    ? await cropTo(bytes, { ...size, format: 'jpeg' })
    : await sharp(bytes)
        .resize({ ...size, fit: 'cover', position: 'attention', kernel: 'lanczos3' })
        .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        .toBuffer();
const ms = performance.now() - from;
console.log(JSON.stringify({ ms, bytes: made.byteLength, peakMb: (peakKb() - before) / 1024 }));

/** The most memory this process has held. (`resourceUsage` counts the process that forked it too.) */
function peakKb(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
