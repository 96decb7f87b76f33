import 'server-only';
import type { WallpaperCard } from '@easel/api/contract';
import { escapeMarkup } from './markup.ts';

/** Characters that no XML document may hold, not even escaped (XML 1.0, 2.2). */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** An Atom feed (RFC 4287) of wallpapers, newest first. */
export function atomFeed(origin: string, items: readonly WallpaperCard[]): string {
  const updated = items[0]?.createdAt ?? new Date(0);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Easel</title>
  <id>${origin}/</id>
  <link rel="self" type="application/atom+xml" href="${origin}/feed.xml"/>
  <link rel="alternate" type="text/html" href="${origin}/"/>
  <updated>${updated.toISOString()}</updated>
${items.map((item) => entry(origin, item)).join('')}</feed>
`;
}

function entry(origin: string, item: WallpaperCard): string {
  const picture = new URL(item.image.src, origin).href;
  const image = `<img src="${text(picture)}" width="${item.width}" height="${item.height}" alt="${text(item.prompt)}">`;
  return `  <entry>
    <title>${text(item.prompt)}</title>
    <id>urn:uuid:${item.id}</id>
    <link rel="alternate" type="text/html" href="${origin}/w/${item.id}"/>
    <published>${item.createdAt.toISOString()}</published>
    <updated>${item.createdAt.toISOString()}</updated>
    <author><name>${text(item.creator.name)}</name></author>
    <content type="html">${text(image)}</content>
  </entry>
`;
}

function text(value: string): string {
  return escapeMarkup(value.replace(NOT_XML, ''));
}
