import type { WallpaperCard } from '@easel/api/contract';
import { tellWorker } from '@/features/offline/tell-worker';

/** What of a wallpaper is shown without a connection. */
export type KeptPicture = {
  id: string;
  prompt: string;
  width: number;
  height: number;
  src: string;
};

/** Where the service worker (public/sw.js) keeps the library, under its own name for the same thing. */
const LIBRARY = 'library-1';
const KEPT = '/offline/library.json';
const MOST = 60;

/** Keeps what the library shows for the time without a connection. */
export function keepLibrary(owner: string, cards: readonly WallpaperCard[]): void {
  const items = cards.slice(0, MOST).map(
    ({ id, prompt, width, height, image }): KeptPicture => ({
      id,
      prompt,
      width,
      height,
      src: image.src,
    }),
  );
  tellWorker({ type: 'library', owner, items });
}

/** The pictures that were kept, each with an address of its bytes in this browser. */
export async function keptLibrary(): Promise<KeptPicture[]> {
  const library = await caches.open(LIBRARY);
  const kept = await library.match(KEPT);
  const { items }: { items: KeptPicture[] } = kept ? await kept.json() : { items: [] };
  const pictures = items.map(async (item) => {
    const picture = await library.match(item.src);
    return picture ? [{ ...item, src: URL.createObjectURL(await picture.blob()) }] : [];
  });
  return (await Promise.all(pictures)).flat();
}
