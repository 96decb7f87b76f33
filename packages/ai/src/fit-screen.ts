import type { Size, SizeRule } from './model.ts';
import { cropFraction, parseSize, supportsSize } from './size.ts';

type AnySize = Extract<SizeRule, { kind: 'any' }>;

/**
 * The size to ask a service for, so that a screen is covered with the least crop and, where the
 * rule allows it, without upscaling.
 *
 * - Fixed sizes: the one with the least crop; of equals, the largest.
 * - Free sizes, screen within the limits: each side rounded up to the rule's step. Less than a step
 *   is cut from each side and no pixel is resampled, so the screen shows the picture one to one.
 * - Screen too small for the rule: the same shape, just large enough.
 * - Screen too large or too long for the rule: the allowed size that loses least, where loss is the
 *   share cropped plus the share by which the picture has to be stretched.
 *
 * Throws RangeError for a rule that allows no size at all.
 */
export function renderSize(rule: SizeRule, screen: Size): Size {
  if (rule.kind === 'fixed') return nearestOption(rule.options, screen);
  const frame = frameWithin(rule, screen);
  const rounded = {
    width: roundUp(frame.width, rule.multipleOf),
    height: roundUp(frame.height, rule.multipleOf),
  };
  return supportsSize(rule, rounded) ? rounded : leastLoss(rule, screen);
}

function nearestOption(options: string[], screen: Size): Size {
  const sizes = options.map(parseSize).filter((size) => size !== null);
  return best(sizes, (size) => cropFraction(size, screen), 'the rule lists no size');
}

/** The screen's shape, made no longer than the rule allows and scaled up to its fewest pixels. */
function frameWithin(rule: AnySize, screen: Size): Size {
  const width = Math.max(screen.width, screen.height / rule.maxRatio);
  const height = Math.max(screen.height, screen.width / rule.maxRatio);
  const scale = Math.max(1, Math.sqrt(rule.minPixels / (width * height)));
  return { width: width * scale, height: height * scale };
}

function leastLoss(rule: AnySize, screen: Size): Size {
  const sizes: Size[] = [];
  const aspect = screen.width / screen.height;
  for (let width = rule.multipleOf; width <= rule.maxEdge; width += rule.multipleOf) {
    // Loss falls towards the screen's own shape and rises beyond it, so only the allowed heights
    // next to that shape can be the best for this width.
    const low = roundUp(Math.max(width / rule.maxRatio, rule.minPixels / width), rule.multipleOf);
    const high = roundDown(
      Math.min(width * rule.maxRatio, rule.maxPixels / width, rule.maxEdge),
      rule.multipleOf,
    );
    if (low > high || high < 1) continue;
    for (const round of [roundDown, roundUp]) {
      const height = Math.min(high, Math.max(low, round(width / aspect, rule.multipleOf)));
      if (supportsSize(rule, { width, height })) sizes.push({ width, height });
    }
  }
  return best(sizes, (size) => loss(size, screen), 'the rule allows no size');
}

function loss(size: Size, screen: Size): number {
  const stretch = Math.max(1, screen.width / size.width, screen.height / size.height);
  return cropFraction(size, screen) + (stretch - 1);
}

/** The size with the lowest cost; of equals, the largest. */
function best(sizes: Size[], cost: (size: Size) => number, complaint: string): Size {
  let winner: { size: Size; cost: number } | undefined;
  for (const size of sizes) {
    const own = cost(size);
    const larger = winner && size.width * size.height > winner.size.width * winner.size.height;
    if (!winner || own < winner.cost || (own === winner.cost && larger)) {
      winner = { size, cost: own };
    }
  }
  if (!winner) throw new RangeError(`No size to render at: ${complaint}.`);
  return winner.size;
}

function roundUp(value: number, step: number): number {
  // Divisions like 3840 / 3 * 3 land a hair above a whole number; that hair is not a step.
  return Math.ceil(value / step - 1e-9) * step;
}

function roundDown(value: number, step: number): number {
  return Math.floor(value / step + 1e-9) * step;
}
