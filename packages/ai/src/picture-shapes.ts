import { renderSize } from './fit-screen.ts';
import type { Size, SizeRule } from './model.ts';
import { coversScreen, cropFraction, formatSize, parseSize } from './size.ts';

/** One picture to paint, and the screens that it is for. */
export type PictureShape<S extends Size = Size> = { size: Size; screens: S[] };

/**
 * Groups screens into the fewest pictures that cover them all (at most a fifth cropped away on
 * each), with the size to render each at. A screen that no allowed shape covers gets the nearest.
 * Every screen is in exactly one group; groups come in the order of their first screen.
 */
export function pictureShapes<S extends Size>(
  rule: SizeRule,
  screens: readonly S[],
): PictureShape<S>[] {
  const groups = rule.kind === 'fixed' ? byOption(rule.options, screens) : byShape(rule, screens);
  const first = (group: PictureShape<S>) =>
    Math.min(...group.screens.map((screen) => screens.indexOf(screen)));
  return groups.sort((a, b) => first(a) - first(b));
}

/** Sorted by shape, each group takes screens for as long as one picture covers them all: the fewest groups. */
function byShape<S extends Size>(rule: SizeRule, screens: readonly S[]): PictureShape<S>[] {
  const sorted = [...screens].sort((a, b) => a.width / a.height - b.width / b.height);
  const groups: PictureShape<S>[] = [];
  for (const screen of sorted) {
    const group = groups.at(-1);
    const together = group && [...group.screens, screen];
    const size = together && renderSize(rule, frameAround(together));
    if (together && size && together.every((one) => coversScreen(size, one))) {
      groups[groups.length - 1] = { size, screens: together };
      continue;
    }
    // Screens beyond every allowed shape have the same nearest one, and share it.
    const own = renderSize(rule, screen);
    if (group && formatSize(group.size) === formatSize(own)) group.screens.push(screen);
    else groups.push({ size: own, screens: [screen] });
  }
  return groups;
}

/**
 * The smallest frame, in the shape midway between the narrowest and the widest of these screens,
 * that holds each of them unscaled.
 */
function frameAround(screens: readonly Size[]): Size {
  const aspects = screens.map((screen) => screen.width / screen.height);
  const aspect = Math.sqrt(Math.min(...aspects) * Math.max(...aspects));
  const width = Math.max(
    ...screens.map((screen) => Math.max(screen.width, screen.height * aspect)),
  );
  return { width: Math.round(width), height: Math.round(width / aspect) };
}

function byOption<S extends Size>(options: string[], screens: readonly S[]): PictureShape<S>[] {
  const sizes = options.map(parseSize).filter((size) => size !== null);
  const nearest = (screen: Size, among: Size[]) =>
    renderSize({ kind: 'fixed', options: among.map(formatSize) }, screen);
  const coverable = screens.filter((screen) => sizes.some((size) => coversScreen(size, screen)));
  const chosen = fewest(sizes, coverable);
  const groups = new Map<string, PictureShape<S>>();
  for (const screen of screens) {
    const covering = chosen.filter((size) => coversScreen(size, screen));
    const size = nearest(screen, covering.length > 0 ? covering : sizes);
    const key = formatSize(size);
    const group = groups.get(key) ?? { size, screens: [] };
    group.screens.push(screen);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The smallest set of sizes that covers these screens; of equals, the one that crops least in all. */
function fewest(sizes: Size[], screens: readonly Size[]): Size[] {
  let sets: Size[][] = [[]];
  for (let count = 0; count <= sizes.length; count += 1) {
    const covering = sets.filter((set) =>
      screens.every((screen) => set.some((size) => coversScreen(size, screen))),
    );
    if (covering.length > 0) {
      return covering.reduce((a, b) => (cropInAll(b, screens) < cropInAll(a, screens) ? b : a));
    }
    sets = sets.flatMap((set) => {
      const last = set.at(-1);
      const from = last ? sizes.indexOf(last) + 1 : 0;
      return sizes.slice(from).map((size) => [...set, size]);
    });
  }
  return sizes;
}

function cropInAll(set: Size[], screens: readonly Size[]): number {
  return screens.reduce(
    (sum, screen) => sum + Math.min(1, ...set.map((size) => cropFraction(size, screen))),
    0,
  );
}
