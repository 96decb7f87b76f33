/** What the real service takes, a model; a call that breaks a rule is refused in the service's words. */
export type Parameters = Record<string, unknown>;

export type Refusal = { status: number; message: string; code: string; param: string | null };

type ModelRules = {
  /** Parameters beyond model and prompt, each with a check of its value. */
  takes: Record<string, (value: unknown) => boolean>;
  edits: boolean;
  /** Whether answers can be addresses, as with retired models. */
  urls: boolean;
};

const oneOf =
  (...allowed: unknown[]) =>
  (value: unknown) =>
    allowed.includes(value);
const whole = (from: number, to: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

function gptImage(size: (value: unknown) => boolean, ...qualities: string[]): ModelRules {
  return {
    edits: true,
    urls: false,
    takes: {
      size,
      quality: oneOf('auto', ...qualities),
      n: whole(1, 10),
      background: oneOf('auto', 'opaque', 'transparent'),
      moderation: oneOf('auto', 'low'),
      output_format: oneOf('png', 'jpeg', 'webp'),
      output_compression: whole(0, 100),
      stream: oneOf(true, false),
      partial_images: whole(0, 3),
      safety_identifier: (value) => typeof value === 'string' && !value.includes('@'),
      user: (value) => typeof value === 'string',
    },
  };
}

const RETIRED = { response_format: oneOf('url', 'b64_json'), user: () => true };
const STANDARD = oneOf('auto', '1024x1024', '1536x1024', '1024x1536');
const GRADES = ['low', 'medium', 'high'];

const MODELS: [RegExp, ModelRules][] = [
  [/^gpt-image-2\.5-(flare|sunburst)/, gptImage(freeSize, ...GRADES, 'xhigh', 'max')],
  [/^gpt-image-2(\.6-(flare|sunburst))?(-\d{4}-\d\d-\d\d)?$/, gptImage(freeSize, ...GRADES)],
  [/^(gpt-image-1\.5|gpt-image-1-mini|chatgpt-image-latest)$/, gptImage(STANDARD, ...GRADES)],
  [
    /^dall-e-3$/,
    {
      edits: false,
      urls: true,
      takes: {
        ...RETIRED,
        size: oneOf('1024x1024', '1792x1024', '1024x1792'),
        quality: oneOf('standard', 'hd'),
        style: oneOf('vivid', 'natural'),
        n: oneOf(1),
      },
    },
  ],
  [
    /^dall-e-2$/,
    {
      edits: false,
      urls: true,
      takes: {
        ...RETIRED,
        size: oneOf('256x256', '512x512', '1024x1024'),
        quality: oneOf('standard'),
        n: whole(1, 10),
      },
    },
  ],
  // A model that only this relay has.
  [
    /./,
    { edits: false, urls: true, takes: { size: oneOf('1024x1024', '1536x1024', '1024x1536') } },
  ],
];

function freeSize(value: unknown): boolean {
  const match = /^(\d+)x(\d+)$/.exec(String(value));
  if (!match) return value === 'auto';
  const [width, height] = [Number(match[1]), Number(match[2])];
  const long = Math.max(width, height);
  const pixels = width * height;
  return (
    width % 16 === 0 &&
    height % 16 === 0 &&
    long <= 3840 &&
    long <= 3 * Math.min(width, height) &&
    pixels >= 655_360 &&
    pixels <= 8_294_400
  );
}

export function answersWithUrls(model: string): boolean {
  return rulesOf(model).urls;
}

/** The first thing wrong with a call, or null. `refused` are parameters that this relay dislikes. */
export function refusalOf(call: {
  parameters: Parameters;
  edit: boolean;
  served: string[] | null;
  refused: string[];
}): Refusal | null {
  const { model, prompt, ...rest } = call.parameters;
  if (typeof model !== 'string') return invalid('model', 'Missing required parameter');
  if (call.served && !call.served.includes(model)) {
    const message = `The model '${model}' does not exist or you do not have access to it.`;
    return { status: 404, message, code: 'model_not_found', param: null };
  }
  if (typeof prompt !== 'string' || prompt === '')
    return invalid('prompt', 'Missing required parameter');
  const rules = rulesOf(model);
  if (call.edit && !rules.edits) return invalid('model', `Invalid value: '${model}'`);
  for (const [name, value] of Object.entries(rest)) {
    const check = rules.takes[name];
    if (!check || call.refused.includes(name)) {
      return { ...invalid(name, 'Unknown parameter'), code: 'unknown_parameter' };
    }
    if (!check(value)) return invalid(name, `Invalid value: '${String(value)}'`);
  }
  if (rest.partial_images !== undefined && rest.stream !== true) {
    return invalid('partial_images', 'Only allowed when streaming');
  }
  return null;
}

function rulesOf(model: string): ModelRules {
  const found = MODELS.find(([name]) => name.test(model));
  if (!found) throw new Error('The last entry matches every name.');
  return found[1];
}

function invalid(param: string, what: string): Refusal {
  return { status: 400, message: `${what}: '${param}'.`, code: 'invalid_value', param };
}
