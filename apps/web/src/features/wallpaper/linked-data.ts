import type { WallpaperDetail } from '@easel/api/contract';

/**
 * A wallpaper as search engines read it (schema.org's ImageObject), as JSON to stand in a page. Names
 * and prompts are people's own words, so nothing in it can end the element that it stands in.
 */
export function linkedData(
  origin: string,
  path: string,
  wallpaper: Pick<
    WallpaperDetail,
    'prompt' | 'width' | 'height' | 'createdAt' | 'image' | 'creator'
  >,
): string {
  const { prompt, width, height, createdAt, image, creator } = wallpaper;
  const absolute = (address: string) => new URL(address, origin).href;
  const files = image.srcSet.split(', ').map((file) => file.split(' ')[0] || image.src);
  const data = {
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    url: absolute(path),
    name: prompt,
    width,
    height,
    contentUrl: absolute(files.at(-1) ?? image.src),
    thumbnailUrl: absolute(files[0] ?? image.src),
    datePublished: createdAt.toISOString(),
    creator: { '@type': 'Person', name: creator.name, url: absolute(`/u/${creator.id}`) },
  };
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
