import type { AbstractKind, Subject, TimeOfDay } from './lexicon.ts';
import type { Random } from './random.ts';
import type { Reading } from './words.ts';

export type Place =
  | 'mountains'
  | 'desert'
  | 'snowfield'
  | 'meadow'
  | 'sea'
  | 'beach'
  | 'forest'
  | 'city'
  | 'cloudSea'
  | 'waterfall';

/** What will be painted. */
export type Scene =
  | { kind: 'landscape'; place: Place; time: TimeOfDay }
  | { kind: 'space' }
  /** `of`: the place that the form is made of, for facets that show a landscape. */
  | { kind: 'abstract'; form: AbstractKind; of?: { place: Place; time: TimeOfDay } };

/** Which place a subject leads to, the most telling subject first. */
const places: readonly (readonly [Subject, Place])[] = [
  ['city', 'city'],
  ['clouds', 'cloudSea'],
  ['desert', 'desert'],
  ['beach', 'beach'],
  ['waterfall', 'waterfall'],
  ['sea', 'sea'],
  ['river', 'mountains'],
  ['lake', 'mountains'],
  ['meadow', 'meadow'],
  ['mountains', 'mountains'],
  ['forest', 'forest'],
  ['snowfield', 'snowfield'],
  ['aurora', 'mountains'],
];

/** Which land is folded from paper for a place: soft ground shows no facets, and what is small is lost. */
const folded: Record<Exclude<Place, 'city'>, Place> = {
  mountains: 'mountains',
  meadow: 'mountains',
  forest: 'mountains',
  snowfield: 'mountains',
  waterfall: 'mountains',
  cloudSea: 'mountains',
  beach: 'sea',
  sea: 'sea',
  desert: 'desert',
};

/** Chooses what to paint. A prompt without any known word still gets a picture, always the same one. */
export function chooseScene(reading: Reading, random: Random): Scene {
  const { subjects, abstracts } = reading;
  // "Abstract" says less than any other form.
  const form = abstracts.find((one) => one !== 'fluid') ?? abstracts[0];
  const named = places.find(([subject]) => subjects.includes(subject));
  if (form && (!named || abstractWins(form, reading))) {
    if (form !== 'lowPoly' || !named) return { kind: 'abstract', form };
    const time = timeFor(reading, random);
    const [, place] = named;
    // A city is made of flat walls as it is.
    return place === 'city'
      ? { kind: 'landscape', place, time }
      : { kind: 'abstract', form, of: { place: folded[place], time } };
  }
  // What is minimal is flat: mountains and hills in a few shapes.
  if (
    reading.moods.has('minimal') &&
    subjects.every((one) => one === 'mountains' || one === 'meadow') &&
    named
  )
    return { kind: 'abstract', form: 'layers' };
  if (subjects.includes('space') && !named) return { kind: 'space' };
  if (named) {
    // Sand by the sea is a beach.
    const place = named[1] === 'desert' && subjects.includes('sea') ? 'beach' : named[1];
    // Woods and fields under snow are the snow's picture.
    const snowy = (place === 'forest' || place === 'meadow') && reading.season === 'winter';
    return {
      kind: 'landscape',
      place: snowy ? 'snowfield' : place,
      time: timeFor(reading, random),
    };
  }
  if (
    subjects.includes('nightSky') ||
    reading.time ||
    reading.weather.size > 0 ||
    reading.season ||
    reading.things.size > 0
  ) {
    const dark = reading.time === 'dusk' || reading.time === 'night';
    const place =
      reading.season === 'autumn' || reading.season === 'spring'
        ? 'meadow'
        : random.pick<Place>(
            reading.things.has('boat')
              ? ['sea', 'mountains']
              : ['mountains', 'sea', 'mountains', dark ? 'sea' : 'meadow'],
          );
    return { kind: 'landscape', place, time: timeFor(reading, random) };
  }
  return {
    kind: 'abstract',
    form: random.pick<AbstractKind>([
      'mesh',
      'fluid',
      'lowPoly',
      'contours',
      'waves',
      'geometric',
      'layers',
    ]),
  };
}

/** "Abstract waves" is no seascape; "a painting of the sea" is. */
function abstractWins(form: AbstractKind, { subjects }: Reading): boolean {
  if (form === 'ink') return !subjects.includes('city');
  return form !== 'fluid' || subjects.length < 2;
}

function timeFor(reading: Reading, random: Random): TimeOfDay {
  if (reading.subjects.includes('aurora') || reading.subjects.includes('nightSky'))
    return reading.time === 'dusk' ? 'dusk' : 'night';
  if (reading.time) return reading.time;
  if (reading.moods.has('neon')) return 'night';
  if (reading.subjects.includes('city')) return random.pick<TimeOfDay>(['night', 'dusk', 'dusk']);
  if (reading.things.has('rainbow')) return 'day';
  if (reading.moods.has('dark') && !reading.moods.has('mono'))
    return random.pick<TimeOfDay>(['night', 'dusk']);
  // Under closed clouds a sunset is only brown.
  if (reading.weather.has('overcast')) return 'day';
  if (reading.weather.has('rain')) return random.pick<TimeOfDay>(['day', 'day', 'dawn']);
  if (reading.weather.has('mist')) return random.pick<TimeOfDay>(['dawn', 'dawn', 'day']);
  return random.pick<TimeOfDay>(['day', 'day', 'dawn', 'sunset', 'day']);
}
