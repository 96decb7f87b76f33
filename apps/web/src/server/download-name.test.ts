import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachment } from './download-name.ts';

test('a Chinese name is kept, with a plain one beside it for old programs', () => {
  expect(attachment('山间晨雾-1920x1080.jpg')).toBe(
    `attachment; filename="1920x1080.jpg"; filename*=UTF-8''${encodeURIComponent('山间晨雾-1920x1080.jpg')}`,
  );
});

test('accents become plain letters in the plain name only', () => {
  expect(attachment('café.png')).toBe(
    `attachment; filename="cafe.png"; filename*=UTF-8''caf%C3%A9.png`,
  );
});

test('a name that only has an extension left gets one', () => {
  expect(attachment('山.jpg')).toContain('filename="wallpaper.jpg"');
  expect(attachment('')).toContain('filename="wallpaper"');
});

test('no name can add a header, a parameter or a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const header = attachment(name);
      expect(header).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x24\x26-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/,
      );
      expect(decodeURIComponent(header.split("''")[1] ?? '')).not.toMatch(/[/\\]|\p{Cc}/u);
      expect(() => new Headers({ 'content-disposition': header })).not.toThrow();
    }),
  );
});
