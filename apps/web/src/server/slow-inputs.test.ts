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

test.each(READERS)('%s as long and as odd as can be is read in no time', (_, read) => {
  for (const piece of PIECES) {
    const text = piece.repeat(LENGTH / piece.length);
    for (const hostile of [text, `${text}!`, `a${text}\n`]) {
      const from = performance.now();
      read(hostile);
      expect(performance.now() - from, piece).toBeLessThan(1000);
    }
  }
});

test('headers as long and as odd as can be are read in no time', () => {
  for (const piece of PIECES.filter((each) => /^[\x20-\x7e]+$/.test(each))) {
    const text = `a${piece.repeat(LENGTH / piece.length)}!`;
    const headers = new Headers(HEADERS.map((name) => [name, text]));
    const from = performance.now();
    isJson(headers);
    isForm(headers);
    isSameOrigin(headers, ['http://localhost:3000']);
    requestIdOf(headers);
    addressOf(headers, { proxies: ['10.0.0.0/8'] });
    expect(performance.now() - from, piece).toBeLessThan(1000);
  }
});
