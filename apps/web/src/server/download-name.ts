import 'server-only';

/** `Content-Disposition` for a file to keep (RFC 6266): the name as it is, and one for old programs. */
export function attachment(fileName: string): string {
  const name = fileName.replace(/[\p{Cc}\p{Cf}/\\]/gu, '').trim() || 'wallpaper';
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["%\\]/g, '')
    // What is left of a name in another script may begin where its letters were.
    .replace(/^[-\s]+/, '')
    .trim();
  const stem = plain.replace(/^\.\w+$/, 'wallpaper$&') || 'wallpaper';
  // encodeURIComponent leaves four characters that RFC 8187 does not allow.
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${stem}"; filename*=UTF-8''${exact}`;
}
