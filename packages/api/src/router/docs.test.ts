import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { COLORS, LIMITS, ORIENTATIONS, REASONS, STATUSES } from '../contract.ts';
import { RATES } from '../rates.ts';
import { appRouter } from './index.ts';

let docs: string;
beforeAll(async () => {
  docs = await readFile(join(import.meta.dirname, '../../../../docs/api.md'), 'utf8');
});

/** Words in the code's type, as the page names what is asked for by name. */
const named = (pattern: RegExp) => [...docs.matchAll(pattern)].map(([, name]) => name);

test('the page of the API names every procedure there is, and no other', () => {
  const namespaces = Object.keys(appRouter._def.record).join('|');
  const found = named(new RegExp(`\`((?:${namespaces})\\.\\w+)\``, 'g'));
  expect([...new Set(found)].sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

test('it names every reason, state, colour and shape', () => {
  const words = named(/`([A-Za-z_]+)`/g);
  expect(words).toEqual(expect.arrayContaining([...REASONS, ...STATUSES]));
  expect(words).toEqual(expect.arrayContaining([...COLORS, ...ORIENTATIONS]));
  const known: readonly (string | undefined)[] = REASONS;
  const shouted = named(/`([A-Z]{2,}_[A-Z_]+)`/g).filter((name) => name !== 'METRICS_TOKEN');
  expect(shouted.filter((name) => !known.includes(name))).toEqual([]);
});

test('its limits are those in force', () => {
  const { maxPageSize, pageSize, maxTokens, maxTokenDays, batchSize, promptLength } = LIMITS;
  const { create, download, search } = RATES;
  for (const sentence of [
    `\`limit\` is 1 to ${maxPageSize}, usually ${pageSize}`,
    `at most ${maxTokenDays}; a person has at most ${maxTokens}`,
    `${batchSize} calls travel as a batch`,
    `${LIMITS.bodyBytes.toLocaleString('en')} bytes as a body`,
    `1 to ${promptLength} characters`,
    `for ${LIMITS.restoreDays} days`,
    `(${LIMITS.minDownloadEdge} to ${LIMITS.maxDownloadEdge})`,
    `${LIMITS.avatarBytes.toLocaleString('en')} bytes`,
    `${create.user.times} generations (${create.token.times} by one token)`,
    `${download.user.times} downloads (${download.token.times} by one token)`,
    `${search.address.times} searches`,
  ])
    expect(docs.replaceAll(/\s+/g, ' ')).toContain(sentence);
});
