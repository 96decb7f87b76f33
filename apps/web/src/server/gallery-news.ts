import 'server-only';
import { channel } from 'node:diagnostics_channel';
import { onGalleryChange } from '@easel/api/server';
import { studio } from './studio.ts';

/** Tells the server around Next (serve.ts), which has no studio, that its answers are out of date. */
export function passGalleryNewsOn(): void {
  const news = channel('easel:gallery');
  onGalleryChange(studio(), () => news.publish(undefined));
}
