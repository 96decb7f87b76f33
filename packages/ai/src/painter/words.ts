import {
  type AbstractKind,
  abstractWords,
  type ColorName,
  colorWords,
  type Mood,
  moodWords,
  type Season,
  type Subject,
  seasonWords,
  subjectWords,
  type Thing,
  type TimeOfDay,
  thingWords,
  timeWords,
  type Weather,
  weatherWords,
} from './lexicon.ts';

/** What the painter understood of a prompt. Lists are in the order of the prompt. */
export type Reading = {
  subjects: Subject[];
  abstracts: AbstractKind[];
  time: TimeOfDay | null;
  weather: Set<Weather>;
  season: Season | null;
  moods: Set<Mood>;
  things: Set<Thing>;
  colors: { name: ColorName; hue: number }[];
};

/** Reads a prompt in English, Chinese or both. Never throws; unknown words are passed over. */
export function readPrompt(prompt: string): Reading {
  const text = affirmed(prompt.normalize('NFKC').toLowerCase());
  const hues = colorsFound(text);
  const things = new Set(found(text, matchers.things));
  // A rainbow stands where the rain has passed and the sun is back.
  const weather = found(text, matchers.weather).filter(
    (one) => !things.has('rainbow') || (one !== 'rain' && one !== 'overcast'),
  );
  return {
    subjects: found(text, matchers.subjects),
    abstracts: found(text, matchers.abstracts),
    time: timeOf(text),
    weather: new Set(weather),
    season: found(text, matchers.seasons)[0] ?? null,
    moods: new Set(found(text, matchers.moods)),
    things,
    colors: hues,
  };
}

type Matcher<Name extends string> = readonly [name: Name, pattern: RegExp];

const matchers = {
  subjects: compile<Subject>(subjectWords),
  abstracts: compile<AbstractKind>(abstractWords),
  times: compile<TimeOfDay>(timeWords),
  weather: compile<Weather>(weatherWords),
  seasons: compile<Season>(seasonWords),
  moods: compile<Mood>(moodWords),
  things: compile<Thing>(thingWords),
  colors: Object.entries(colorWords).map(([name, [words, hue]]) => ({
    name,
    hue,
    pattern: patternOf(words),
  })),
};

function compile<Name extends string>(words: Record<Name, string>): Matcher<Name>[] {
  const names = Object.keys(words) as Name[]; // Object.keys widens what the record's type knows.
  return names.map((name) => [name, patternOf(words[name])]);
}

function patternOf(words: string): RegExp {
  const choices = words
    .trim()
    .split(/\s+/)
    .map((word) => {
      if (!/^[a-z0-9]/.test(word)) return word;
      const stem = word.replace('*', '').replaceAll('-', '[\\s-]?');
      return `(?<![a-z0-9])${stem}${word.endsWith('*') ? '[a-z]*' : ''}(?![a-z0-9])`;
    });
  return new RegExp(choices.join('|'));
}

/** "no clouds", "without people", 没有云: the word after a refusal is taken out. */
function affirmed(text: string): string {
  return text
    .replace(/(?<![a-z])(?:no|without|not|never)\s+(?:any\s+|a\s+|the\s+)?[a-z]+/g, ' ')
    .replace(/(?:没有|沒有|不要|无|無)[\u4e00-\u9fff]{1,2}/g, ' ');
}

function found<Name extends string>(text: string, words: readonly Matcher<Name>[]): Name[] {
  return words
    .map(([name, pattern]) => ({ name, position: text.search(pattern) }))
    .filter(({ position }) => position >= 0)
    .sort((a, b) => a.position - b.position)
    .map(({ name }) => name);
}

/** The first time of day named, but "day" only when nothing else is: a sunny evening is an evening. */
function timeOf(text: string): TimeOfDay | null {
  const times = found(text, matchers.times);
  return times.find((time) => time !== 'day') ?? times[0] ?? null;
}

function colorsFound(text: string): Reading['colors'] {
  const paints = text.replace(notPaint, ' ');
  return matchers.colors
    .map(({ name, hue, pattern }) => ({ name, hue, position: paints.search(pattern) }))
    .filter(({ position }) => position >= 0)
    .sort((a, b) => a.position - b.position)
    .map(({ name, hue }) => ({ name: name as ColorName, hue })); // entries() widens the keys.
}

/** Idioms that are light or plants rather than paint: "golden hour", "green hills", 青山. */
const notPaint = new RegExp(
  [
    'golden[\\s-]hour|peach[\\s-](?:blossoms?|trees?)|sakura|roses?(?![a-z])|orange[\\s-]tree',
    'green\\s+(?:hills?|grass|meadows?|fields?|forests?|trees?|mountains?|valleys?|leaves|land)',
    '(?:turquoise|teal|blue|azure|emerald|aqua)\\s+(?:waters?|seas?|oceans?|lakes?|lagoons?)|碧(?:绿|綠)?的?(?:海|水|波)|青苔|青蛙|暖黄|暖黃|[蓝藍]色?的?大?(?:海|湖)',
    'blue\\s+sk(?:y|ies)|(?:red|golden|orange)\\s+(?:leaves|maples?|foliage)',
    '薰衣草|樱花?|櫻花?|玫瑰花|黄昏|黃昏|黄河|红叶|紅葉|青山|黄山|青海|青岛|蓝天|藍天|绿(?:色的?)?(?=[草树林山叶])',
  ].join('|'),
  'g',
);
