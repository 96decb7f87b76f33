import { expect, test } from 'vitest';
import { FIRST_ID, sitemapFile, sitemapIndex } from './sitemap.ts';

const id = '0198c5b2-7d3a-7000-8000-00000000beef';
const newest = new Date('2026-11-24T10:00:00Z');

test('a file names every page once, with its other languages and when it changed', () => {
  const file = sitemapFile('https://easel.example', [{ id, newest }], { withGallery: true });
  expect(file.match(/<loc>[^<]+/g)).toEqual([
    '<loc>https://easel.example/',
    `<loc>https://easel.example/u/${id}`,
  ]);
  expect(file).toContain('hreflang="zh" href="https://easel.example/zh"');
  expect(file).toContain(`hreflang="zh" href="https://easel.example/zh/u/${id}"`);
  expect(file.match(/<lastmod>2026-11-24T10:00:00.000Z/g)).toHaveLength(2);
  expect(sitemapFile('https://easel.example', [], { withGallery: false })).not.toContain('<url>');
});

test('the files of an index leave nobody out, whoever comes before the first later on', () => {
  const index = sitemapIndex('https://easel.example', ['first', id]);
  expect(index.match(/<loc>[^<]+/g)).toEqual([
    `<loc>https://easel.example/sitemap.xml?from=${FIRST_ID}`,
    `<loc>https://easel.example/sitemap.xml?from=${id}`,
  ]);
});

test('a full file stays far below the 50 MB that the protocol allows', () => {
  const creators = Array.from({ length: 10_000 }, () => ({ id, newest }));
  const file = sitemapFile('https://a-rather-long-name.example', creators, { withGallery: true });
  expect(file.length).toBeLessThan(5_000_000);
});
