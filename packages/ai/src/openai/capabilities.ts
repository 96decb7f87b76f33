import type { ModelInfo, SizeRule } from '../model.ts';

/** Parameters beyond model, prompt and size that a call may carry; each only where the model takes it. */
type OptionalParameter =
  | 'output_format'
  | 'partial_images'
  | 'safety_identifier'
  | 'response_format';

export type Capabilities = { info: ModelInfo; takes: readonly OptionalParameter[] };

type Row = Omit<ModelInfo, 'id' | 'name' | 'ai'> & {
  match: RegExp;
  takes: readonly OptionalParameter[];
};

/** Any size on a grid of 16, from 1:3 to 3:1, up to the pixels of 3840x2160. */
const FREE: SizeRule = {
  kind: 'any',
  multipleOf: 16,
  maxRatio: 3,
  maxEdge: 3840,
  minPixels: 655_360,
  maxPixels: 3840 * 2160,
};
const STANDARD: SizeRule = { kind: 'fixed', options: ['1024x1024', '1536x1024', '1024x1536'] };

const TAKEN_BY_GPT_IMAGE = ['output_format', 'partial_images', 'safety_identifier'] as const;

/**
 * What each model takes, read from the type documentation of the `openai` client in use
 * (`resources/images.d.ts`). The first row that matches counts. Retired models stay, because relays
 * serve them.
 */
const TABLE: Row[] = [
  {
    match: /^gpt-image-2\.5-/,
    sizes: FREE,
    qualities: ['low', 'medium', 'high', 'xhigh', 'max'],
    styles: [],
    edits: true,
    previews: true,
    takes: TAKEN_BY_GPT_IMAGE,
  },
  {
    match: /^gpt-image-2(\.6-.*|-\d{4}-\d\d-\d\d)?$/,
    sizes: FREE,
    qualities: ['low', 'medium', 'high'],
    styles: [],
    edits: true,
    previews: true,
    takes: TAKEN_BY_GPT_IMAGE,
  },
  {
    match: /^(gpt-image-1(\.5|-mini)?(-\d{4}-\d\d-\d\d)?|chatgpt-image-latest)$/,
    sizes: STANDARD,
    qualities: ['low', 'medium', 'high'],
    styles: [],
    edits: true,
    previews: true,
    takes: TAKEN_BY_GPT_IMAGE,
  },
  {
    match: /^dall-e-3$/,
    sizes: { kind: 'fixed', options: ['1792x1024', '1024x1792', '1024x1024'] },
    qualities: ['standard', 'hd'],
    styles: ['vivid', 'natural'],
    edits: false,
    previews: false,
    takes: ['response_format'],
  },
  {
    match: /^dall-e-2$/,
    sizes: { kind: 'fixed', options: ['1024x1024', '512x512', '256x256'] },
    qualities: [],
    styles: [],
    // It edits only square PNGs through a mask, which is not what a new prompt for a wallpaper is.
    edits: false,
    previews: false,
    takes: ['response_format'],
  },
  {
    // A name that some relay made up: the sizes that every service of today has, and nothing else.
    match: /^/,
    sizes: STANDARD,
    qualities: [],
    styles: [],
    edits: false,
    previews: false,
    takes: [],
  },
];

/** What a model can do, by the name it is called with. Names that nobody knows get the least. */
export function capabilitiesOf(id: string): Capabilities {
  // Some relays put the vendor before the name: `openai/gpt-image-2`.
  const bare = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  const row = TABLE.find(({ match }) => match.test(bare));
  if (!row) throw new RangeError('The last row of the table matches every name.');
  const { match: _, takes, ...abilities } = row;
  return { info: { id, name: nameOf(id, bare), ai: true, ...abilities }, takes };
}

function nameOf(id: string, bare: string): string {
  const dalle = /^dall-e-(\d)$/.exec(bare);
  if (dalle) return `DALL·E ${dalle[1]}`;
  const gpt = /^gpt-image-([\d.]+)(?:-([a-z]+))?(?:-(\d{4}-\d\d-\d\d))?$/.exec(bare);
  if (!gpt) return id;
  const [, version, variant = '', date] = gpt;
  const words = ['GPT Image', version, variant && variant[0]?.toUpperCase() + variant.slice(1)];
  return words.filter(Boolean).join(' ') + (date ? ` (${date})` : '');
}
