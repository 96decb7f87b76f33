import { expect, test } from 'vitest';
import { atomFeed } from './feed.ts';

const item = {
  id: '0198c5b2-7d3a-7000-8000-00000000beef',
  prompt: '<script>alert("山")</script> & \u0000\ud800 fog',
  width: 1920,
  height: 1080,
  orientation: 'landscape' as const,
  createdAt: new Date('2026-11-24T10:00:00Z'),
  model: 'painter',
  image: {
    src: '/media/public/a.webp',
    srcSet: '',
    avifSrcSet: '',
    thumbhash: '',
    color: '#000000',
  },
  likeCount: 0,
  creator: { id: 'x', name: `O'Hara <b>`, avatarUrl: '' },
};

test('a feed names its entries once, dated and absolute', () => {
  const feed = atomFeed('https://easel.example', [item]);
  expect(feed).toContain('<updated>2026-11-24T10:00:00.000Z</updated>');
  expect(feed).toContain(`<id>urn:uuid:${item.id}</id>`);
  expect(feed).toContain(`href="https://easel.example/w/${item.id}"`);
  expect(feed).toContain('https://easel.example/media/public/a.webp');
});

test('what people wrote stays text, also inside the markup that readers unpack', () => {
  const feed = atomFeed('https://easel.example', [item]);
  expect(feed).not.toContain('<script>');
  expect(feed).not.toMatch(/\p{Cs}|(?!\n)\p{Cc}/u);
  expect(feed).toContain('&lt;script&gt;alert(&quot;山&quot;)&lt;/script&gt; &amp;  fog');
  expect(feed).toContain('alt=&quot;&amp;lt;script&amp;gt;');
  expect(feed).toContain('<name>O&#39;Hara &lt;b&gt;</name>');
});
