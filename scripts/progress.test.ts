import { expect, test, vi } from 'vitest';
import { bar } from './progress.ts';

test('the time left goes by the last seconds, and not by what an earlier run had done', () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  const draw = bar('rows');
  vi.advanceTimersByTime(500);
  draw(500, 1000);
  vi.advanceTimersByTime(20_000);
  draw(600, 1000);
  vi.advanceTimersByTime(40_000);
  draw(1000, 1000);
  vi.useRealTimers();
  vi.restoreAllMocks();
  expect(lines.map((line) => line.replace(/.*rows/, ''))).toEqual([
    '',
    ', 5.0/s, 1:20 left',
    ', 10/s',
  ]);
});
