import { COLORS, type Reason, STATUSES } from '@easel/api/contract';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from '../../messages/en.json' with { type: 'json' };
import zh from '../../messages/zh.json' with { type: 'json' };
import { IDEAS } from '../features/studio/ideas-of-today.ts';

type Errors = Record<Reason | 'OFFLINE', string>;
const languages = {
  en: { ...en, errors: en.errors satisfies Errors },
  zh: { ...zh, errors: zh.errors satisfies Errors },
};

/** Every string with its path, lists included. */
function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

const namesIn = (text: string) =>
  [...text.matchAll(/\{(\w+)/g)]
    .map(([, name]) => name)
    .filter((name) => !/^\d*$/.test(name ?? ''));

test('both languages say the same things', () => {
  const keys = strings(en).map(([path]) => path);
  expect(strings(zh).map(([path]) => path)).toEqual(keys);
});

test('both languages fill the same facts into a sentence', () => {
  const chinese = new Map(strings(zh));
  for (const [path, text] of strings(en)) {
    const known = new Set(namesIn(text));
    for (const name of namesIn(chinese.get(path) ?? '')) expect(known, path).toContain(name);
  }
});

test('no sentence is empty, and Chinese ones end in Chinese punctuation', () => {
  for (const [path, text] of [...strings(en), ...strings(zh)])
    expect(text.trim(), path).not.toBe('');
  for (const [path, text] of strings(zh)) expect(text, path).not.toMatch(/[\u4e00-\u9fff][,.!?;:]/);
});

test.each(['en', 'zh'] as const)('every sentence in %s can be formatted', (locale) => {
  const t = createTranslator({
    locale,
    messages: languages[locale],
    timeZone: 'UTC',
    onError(error) {
      throw error;
    },
  });
  const facts = {
    name: 'Mia',
    size: '1',
    width: 1,
    height: 1,
    count: 2,
    left: 3,
    length: 1,
    max: 9,
    min: 1,
  };
  const more = {
    time: '8:00',
    title: 'Easel',
    megabytes: '1',
    kind: 'PNG',
    screen: 'TV',
    percent: '1%',
    status: 'ok',
    system: 'Linux',
    prompt: 'p',
    reason: 'INTERNAL',
  };
  for (const [path] of strings(languages[locale])) {
    // The paths come from the messages themselves.
    t(path.slice(1) as 'site.name', { ...facts, ...more });
  }
});

test('every colour, every idea and every state of a generation has its words', () => {
  expect(Object.keys(en.studio.ideaList)).toEqual([...IDEAS]);
  expect(Object.keys(en.colors)).toEqual([...COLORS]);
  expect(Object.keys(en.generation.status).sort()).toEqual([...STATUSES].sort());
});
