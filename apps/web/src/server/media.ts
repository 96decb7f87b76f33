import 'server-only';
import {
  findMedia,
  getMedia,
  type Media,
  openMedia,
  type Studio,
  type Viewer,
} from '@easel/api/server';
import { askedRange, matchesTag, within } from './byte-range.ts';
import { CACHE } from './cache.ts';
import { mediaHeaders } from './headers.ts';

/** What of a request an answer with a picture depends on. */
export type MediaRequest = {
  method: string;
  headers: { get(name: string): string | null };
  signal: AbortSignal;
};

export type MediaAnswer = {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
};

/** Answers with a stored picture; private ones only to their owner. Throws NOT_FOUND, STORAGE_UNAVAILABLE. */
export async function answerMedia(
  studio: Studio,
  viewer: Viewer,
  key: string,
  { method, headers: asked, signal }: MediaRequest,
): Promise<MediaAnswer> {
  const tag = asked.get('if-none-match');
  const header = asked.get('range');
  if (method === 'GET' && tag === null && header === null) {
    const { body, ...media } = await getMedia(studio, viewer, key, signal);
    return { status: 200, headers: { ...about(media), ...whole(media) }, body };
  }
  const media = await findMedia(studio, viewer, key);
  const { info } = media;
  const headers = about(media);
  if (matchesTag(tag, info.etag)) return { status: 304, headers, body: null };
  if (method === 'HEAD')
    return { status: 200, headers: { ...headers, ...whole(media) }, body: null };

  const condition = asked.get('if-range');
  const range = condition === null || condition === `"${info.etag}"` ? askedRange(header) : null;
  const part = range ? within(range, info.size) : { start: 0, end: info.size - 1 };
  if (part === 'unsatisfiable') {
    const none = { 'content-range': `bytes */${info.size}`, 'cache-control': CACHE.none };
    return { status: 416, headers: { ...headers, ...none }, body: null };
  }
  const body = await openMedia(studio, media, { range: part, signal });
  if (!range) return { status: 200, headers: { ...headers, ...whole(media) }, body };
  const partly = {
    'content-type': info.contentType,
    'content-length': String(part.end - part.start + 1),
    'content-range': `bytes ${part.start}-${part.end}/${info.size}`,
  };
  return { status: 206, headers: { ...headers, ...partly }, body };
}

function about(media: Media): Record<string, string> {
  const kept = media.standIn ? CACHE.standIn : CACHE.immutable;
  return {
    ...mediaHeaders(media.private),
    'cache-control': media.private ? CACHE.owner : kept,
    etag: `"${media.info.etag}"`,
    'last-modified': media.info.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
    ...(media.private && { vary: 'cookie' }),
  };
}

function whole({ info }: Media): Record<string, string> {
  return { 'content-type': info.contentType, 'content-length': String(info.size) };
}
