import {
  COLORS,
  type Color,
  LIMITS,
  ORIENTATIONS,
  type Orientation,
  parseSizes,
} from '@easel/api/contract';

export const SORTS = ['newest', 'popular'] as const;
type Sort = (typeof SORTS)[number];

/** What the gallery is narrowed to; kept in the address, so that it can be sent to a friend. */
export type Filters = {
  query?: string;
  orientation?: Orientation;
  color?: Color;
  sort?: Sort;
  /** Screens, one of which the pictures should fit: `WIDTHxHEIGHT`, with commas between them. */
  fits?: string;
};

type Params = Record<string, string | string[] | undefined>;

/** Reads the address. What it does not know is left out: an old link still opens. */
export function readFilters(params: Params): Filters {
  const one = (name: string) => {
    const value = params[name];
    const text = Array.isArray(value) ? value[0] : value;
    // No database and no person looks for control characters.
    return text?.replace(/\p{Cc}+/gu, ' ').trim() || undefined;
  };
  const query = one('query')?.slice(0, 200);
  const orientation = ORIENTATIONS.find((known) => known === one('orientation'));
  const color = COLORS.find((known) => known === one('color'));
  const sort = SORTS.find((known) => known === one('sort'));
  const fits = one('fits');
  return {
    ...(query && { query }),
    ...(orientation && { orientation }),
    ...(color && { color }),
    ...(sort && sort !== 'newest' && { sort }),
    ...(fits && isScreens(fits) && { fits }),
  };
}

/** The address of the gallery with one filter changed; undefined takes it away. */
export function withFilter(
  filters: Filters,
  change: { [K in keyof Filters]?: Filters[K] | undefined },
) {
  const query = Object.entries({ ...filters, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== 'newest',
  );
  return { pathname: '/', query: Object.fromEntries(query) };
}

export function isNarrowed({ sort: _, ...filters }: Filters): boolean {
  return Object.keys(filters).length > 0;
}

function isScreens(fits: string): boolean {
  const screens = parseSizes(fits);
  return screens !== null && screens.length <= LIMITS.maxScreens;
}
