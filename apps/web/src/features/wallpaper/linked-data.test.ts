import { expect, test } from 'vitest';
import { linkedData } from './linked-data.ts';

const wallpaper = {
  prompt: 'A ferry in the fog',
  width: 1920,
  height: 1080,
  createdAt: new Date('2026-11-24T12:00:00Z'),
  image: {
    src: '/media/public/x/960.webp',
    srcSet: '/media/public/x/480.webp 480w, /media/public/x/1920.webp 1920w',
    avifSrcSet: '',
    thumbhash: '',
    color: '#000000',
  },
  creator: { id: '7', name: 'Ada', avatarUrl: '/api/avatars/7' },
};
const origin = 'https://easel.example';

test('a picture is described with its largest file, its smallest, and who made it when', () => {
  expect(JSON.parse(linkedData(origin, '/zh/w/1', wallpaper))).toEqual({
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    url: 'https://easel.example/zh/w/1',
    name: 'A ferry in the fog',
    width: 1920,
    height: 1080,
    contentUrl: 'https://easel.example/media/public/x/1920.webp',
    thumbnailUrl: 'https://easel.example/media/public/x/480.webp',
    datePublished: '2026-11-24T12:00:00.000Z',
    creator: { '@type': 'Person', name: 'Ada', url: 'https://easel.example/u/7' },
  });
  const bare = { ...wallpaper, image: { ...wallpaper.image, srcSet: '' } };
  expect(JSON.parse(linkedData(origin, '/w/1', bare)).contentUrl).toMatch(/\/960\.webp$/);
});

test('no words of a person end the block that it stands in', () => {
  const hostile = '</script><script>hit()</script><!--<script>\u2028&lt;"\\';
  const text = linkedData(origin, '/w/1', {
    ...wallpaper,
    prompt: hostile,
    creator: { ...wallpaper.creator, name: hostile },
  });
  expect(text).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(text)).toMatchObject({ name: hostile, creator: { name: hostile } });
});
