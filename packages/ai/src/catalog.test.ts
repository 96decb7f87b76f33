import { expect, test } from 'vitest';
import { type AiSettings, DEFAULT_MODELS, offeredModels } from './catalog.ts';
import { capabilitiesOf } from './openai/capabilities.ts';

function settings(...models: string[]): AiSettings {
  return { openai: { apiKey: 'k', models, moderation: false }, timeoutMs: 1000 };
}

test('without a key only the painter is offered, and says that it is no AI model', () => {
  const offered = offeredModels({ openai: null, timeoutMs: 1000 });
  expect(offered.map(({ id, ai }) => ({ id, ai }))).toEqual([{ id: 'painter', ai: false }]);
});

test('with a key and no names, the models of today are offered', () => {
  expect(offeredModels(settings()).map(({ id }) => id)).toEqual(DEFAULT_MODELS);
});

test('named models are offered in their order, each once, the painter where it is named', () => {
  const offered = offeredModels(settings('dall-e-3', 'painter', 'dall-e-3', 'flux-pro'));
  expect(offered.map(({ id }) => id)).toEqual(['dall-e-3', 'painter', 'flux-pro']);
  expect(offered.map(({ ai }) => ai)).toEqual([true, false, true]);
});

test.each([
  ['gpt-image-2', 'GPT Image 2', 'any', ['low', 'medium', 'high'], true],
  ['gpt-image-2-2026-04-21', 'GPT Image 2 (2026-04-21)', 'any', ['low', 'medium', 'high'], true],
  [
    'gpt-image-2.5-flare',
    'GPT Image 2.5 Flare',
    'any',
    ['low', 'medium', 'high', 'xhigh', 'max'],
    true,
  ],
  [
    'gpt-image-2.5-sunburst-2026-09-08',
    'GPT Image 2.5 Sunburst (2026-09-08)',
    'any',
    ['low', 'medium', 'high', 'xhigh', 'max'],
    true,
  ],
  ['gpt-image-2.6-flare', 'GPT Image 2.6 Flare', 'any', ['low', 'medium', 'high'], true],
  ['openai/gpt-image-2', 'GPT Image 2', 'any', ['low', 'medium', 'high'], true],
  ['gpt-image-1.5', 'GPT Image 1.5', 'fixed', ['low', 'medium', 'high'], true],
  ['dall-e-3', 'DALL·E 3', 'fixed', ['standard', 'hd'], false],
  ['gpt-image-2-all', 'GPT Image 2 All', 'fixed', [], false],
  ['flux-1.1-pro', 'flux-1.1-pro', 'fixed', [], false],
])(
  '%s is %s, sizes %s, qualities %j, edits and previews: %s',
  (id, name, sizes, qualities, edits) => {
    const { info } = capabilitiesOf(id);
    expect(info).toMatchObject({ id, name, ai: true, qualities, edits, previews: edits });
    expect(info.sizes.kind).toBe(sizes);
  },
);

test('styles exist only where the model has them', () => {
  expect(capabilitiesOf('dall-e-3').info.styles).toEqual(['vivid', 'natural']);
  expect(capabilitiesOf('gpt-image-2.5-flare').info.styles).toEqual([]);
});
