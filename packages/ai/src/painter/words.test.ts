import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { chooseScene } from './scene.ts';
import { readPrompt } from './words.ts';

function sceneOf(prompt: string): string {
  const scene = chooseScene(readPrompt(prompt), createRandom(1));
  return scene.kind === 'landscape'
    ? `${scene.place} ${scene.time}`
    : scene.kind === 'abstract'
      ? scene.form
      : scene.kind;
}

test.each([
  ['A mountain lake at sunset', 'mountains sunset'],
  ['雪山湖泊，日落', 'mountains sunset'],
  ['Sahara dunes at noon', 'desert day'],
  ['沙漠 正午', 'desert day'],
  ['calm ocean at dawn', 'sea dawn'],
  ['清晨的大海', 'sea dawn'],
  ['misty pine forest, morning', 'forest dawn'],
  ['晨雾中的松林', 'forest dawn'],
  ['city skyline at night', 'city night'],
  ['上海夜景 天际线', 'city night'],
  ['sakura and flowers in a meadow, daylight', 'meadow day'],
  ['薰衣草花田 白天', 'meadow day'],
  ['tropical beach with palm trees, sunset', 'beach sunset'],
  ['海岛 椰林 日落', 'beach sunset'],
  ['snowy forest at dusk', 'snowfield dusk'],
  ['白天 森林 大雪', 'snowfield day'],
  ['aurora', 'mountains night'],
  ['北极光', 'mountains night'],
  ['黄山云海 日出', 'cloudSea dawn'],
  ['saturn and its rings', 'space'],
  ['宇宙星云', 'space'],
  ['a misty lake at dawn, pines on the shore', 'mountains dawn'],
  ['waves over white sand at noon', 'beach day'],
  ['瀑布 清晨', 'waterfall dawn'],
  ['sea of clouds at dawn', 'cloudSea dawn'],
  ['末班电车，夜，雨后的石板路', 'city night'],
  ['海上的灯塔 日落', 'sea sunset'],
  ['a rainbow over the hills', 'meadow day'],
  ['thunderstorm over the ocean', 'sea day'],
  ['圆月 海面 夜', 'sea night'],
  ['火星 沙漠 正午', 'desert day'],
  ['low poly city, night', 'city night'],
])('%s is painted as %s', (prompt, scene) => {
  expect(sceneOf(prompt)).toBe(scene);
});

test.each([
  ['pastel gradient', 'mesh'],
  ['抽象流体', 'fluid'],
  ['low poly mountains', 'lowPoly'],
  ['等高线', 'contours'],
  ['blue silk ribbons', 'waves'],
  ['Bauhaus shapes', 'geometric'],
  ['水墨山水', 'ink'],
  ['青绿山水，一轮红日', 'ink'],
  ['rolling hills in flat shapes', 'layers'],
])('%s has no scene but the form %s', (prompt, form) => {
  expect(sceneOf(prompt)).toBe(form);
});

test('colours are read in the order they stand, in both languages', () => {
  expect(readPrompt('a teal and pink wave').colors.map(({ name }) => name)).toEqual([
    'teal',
    'pink',
  ]);
  expect(readPrompt('紫色与金色').colors.map(({ name }) => name)).toEqual(['purple', 'gold']);
});

test('a colour of the water is not one of the sky', () => {
  expect(readPrompt('turquoise water, pink sky').colors.map(({ name }) => name)).toEqual(['pink']);
  expect(readPrompt('碧绿的水').colors).toEqual([]);
});

test('words inside other words do not count', () => {
  const { subjects } = readPrompt('the season of a started seat in Shanghai, 上海');
  expect(subjects).toEqual(['city']);
});

test('what a prompt refuses is not painted', () => {
  expect(readPrompt('a lake without mountains, no clouds').subjects).toEqual(['lake']);
  expect(readPrompt('沙漠，没有云').weather.has('cloudy')).toBe(false);
});

test('a sunny evening is an evening', () => {
  expect(readPrompt('sunny evening by the sea').time).toBe('sunset');
  expect(readPrompt('sunny sea').time).toBe('day');
});

test('every prompt leads to a picture, known words or none, the same each time', () => {
  for (const prompt of [
    '',
    '   ',
    '🦊',
    'qwertz',
    'Ünïcödé',
    '你好',
    'a\u0000b',
    'the'.repeat(300),
  ]) {
    expect(sceneOf(prompt)).toBe(sceneOf(prompt));
  }
});
