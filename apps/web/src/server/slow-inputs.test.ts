import { checkPrompt, parseSize } from '@easel/api/contract';
import { DownloadQuery, LocalSignIn } from '@easel/api/server';
import { expect, test } from 'vitest';
import { readFilters } from '../features/gallery/filters.ts';
import { addressOf } from './address.ts';
import { isForm } from './body.ts';
import { askedRange, matchesTag } from './byte-range.ts';
import { callbackPath } from './callback-url.ts';
import { attachment } from './download-name.ts';
import { escapeMarkup } from './markup.ts';
import { isJson, isSameOrigin } from './origin.ts';
import { requestIdOf } from './request-id.ts';
import { isId } from './site.ts';

/** Ten times what the server takes in a header or an address. */
const LENGTH = 160_000;

const PIECES = [
  ...['a', ' ', '\t', '-', '0', ',', '"', 'W/"', '/', '\\', '%', ';', '.', ':', '&', '<', "'"],
  ...['\r\n', '\0', '\u202e', '\u0301', 'é', '中', '💧', 'a-', '-0', 'x\u200d', '://', '@', '0.'],
];

/** Everything here that looks at text from outside with a regular expression. */
const READERS: [string, (text: string) => unknown][] = [
  ['a prompt', (text) => checkPrompt(text)],
  ['a name', (text) => LocalSignIn.safeParse({ name: text })],
  ['a size', (text) => parseSize(text)],
  ['filters', (text) => readFilters({ query: text, fits: text, sort: text })],
  [
    'a download',
    (text) => DownloadQuery.safeParse({ width: text, height: text, x: text, y: text }),
  ],
  ['a way back', (text) => callbackPath(text, ['http://localhost:3000'])],
  ['a range', (text) => askedRange(`bytes=${text}`)],
  ['tags', (text) => matchesTag(text, 'tag')],
  ['a file name', (text) => attachment(text)],
  ['markup', (text) => escapeMarkup(text)],
  ['an id', (text) => isId(text)],
];

const HEADERS = ['content-type', 'origin', 'x-request-id', 'x-forwarded-for', 'x-easel-peer'];

/** How much dearer than one look at every letter a reader may be. Work that grows with the square of the length is thousands of times dearer here. */
const DEAREST = 400;

function milliseconds(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** One look at every letter: what any reader has to cost at least. */
function look(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (sum * 31 + text.charCodeAt(at)) | 0;
  return sum;
}

/**
 * How many times dearer a reader is than one look at its text. Of a few tries the cheapest counts: a
 * machine that is busy makes one of them slow, and a bad expression all.
 */
function dearness(read: (text: string) => unknown, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > DEAREST; tries += 1) {
    const base = Math.max(0.02, Math.min(...[0, 1, 2].map(() => milliseconds(() => look(text)))));
    least = Math.min(least, milliseconds(() => read(text)) / base);
  }
  return least;
}

test('the measure tells a reader that goes over its text again and again', () => {
  const text = `${' '.repeat(12_000)}!`;
  expect(dearness((each) => /\s+$/.test(each), text)).toBeGreaterThan(DEAREST);
  expect(dearness((each) => each.trimEnd(), text)).toBeLessThan(DEAREST);
});

test.each(READERS)(
  '%s as long and as odd as can be costs no more than a few looks at it',
  (_, read) => {
    for (const piece of PIECES) {
      const text = piece.repeat(LENGTH / piece.length);
      for (const hostile of [text, `${text}!`, `a${text}\n`])
        expect(dearness(read, hostile), piece).toBeLessThan(DEAREST);
    }
  },
);

test('headers as long and as odd as can be cost no more than a few looks at them', () => {
  for (const piece of PIECES.filter((each) => /^[\x20-\x7e]+$/.test(each))) {
    const text = `a${piece.repeat(LENGTH / piece.length)}!`;
    const headers = new Headers(HEADERS.map((name) => [name, text]));
    const read = () => {
      isJson(headers);
      isForm(headers);
      isSameOrigin(headers, ['http://localhost:3000']);
      requestIdOf(headers);
      addressOf(headers, { proxies: ['10.0.0.0/8'] });
    };
    expect(dearness(read, text), piece).toBeLessThan(DEAREST);
  }
});
