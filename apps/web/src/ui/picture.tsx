'use client';

import type { WallpaperCard } from '@easel/api/contract';
import { useEffect, useRef, useState } from 'react';

/**
 * A wallpaper that fills its box. The box has its shape before the picture is there; until then it
 * shows the picture's colour, and its blur when the picture is slow. A file that the store has lost is
 * asked from the site, which has another of the same picture.
 */
export function Picture(props: {
  image: WallpaperCard['image'];
  alt: string;
  sizes: string;
  /** Seen first on its page: fetched at once and before the others. */
  first?: boolean;
  /** Which part is seen when the box has another shape, as CSS writes it. */
  position?: string;
}) {
  const { image, first = false } = props;
  const img = useRef<HTMLImageElement>(null);
  const [spare, setSpare] = useState<string>();

  useEffect(() => {
    const element = img.current;
    // It may have failed before there was anybody to tell.
    if (element?.complete && element.naturalWidth === 0) setSpare(spareOf(element.currentSrc));
    if (!element || element.complete || !image.thumbhash) return;
    void showBlur(element, image.thumbhash);
  }, [image.thumbhash]);

  return (
    <picture className="contents">
      {image.avifSrcSet && !spare && (
        <source type="image/avif" srcSet={image.avifSrcSet} sizes={props.sizes} />
      )}
      <img
        ref={img}
        src={spare ?? image.src}
        srcSet={(!spare && image.srcSet) || undefined}
        sizes={props.sizes}
        alt={props.alt}
        loading={first ? 'eager' : 'lazy'}
        fetchPriority={first ? 'high' : 'auto'}
        decoding="async"
        className="size-full bg-cover object-cover text-transparent"
        draggable={false}
        onError={(event) => setSpare(spareOf(event.currentTarget.currentSrc))}
        style={{ backgroundColor: image.color, objectPosition: props.position }}
      />
    </picture>
  );
}

/** Where the site itself gives what is at an address of the store. The site's own pictures have no other. */
function spareOf(address: string): string | undefined {
  const [path] = /\/public\/[^/]+\/[^/?]+$/.exec(address) ?? [];
  return path && !address.startsWith(`${location.origin}/`) ? `/media${path}` : undefined;
}

async function showBlur(element: HTMLImageElement, base64: string): Promise<void> {
  try {
    // Most pictures are there before this would be.
    const { blurOf } = await import('@/ui/blur');
    if (!element.complete) element.style.backgroundImage = `url(${blurOf(base64)})`;
  } catch {
    // Without a connection the picture's colour stands for it.
  }
}
