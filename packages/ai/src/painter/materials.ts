import { clamp, limit, mix, smooth } from './arrays.ts';
import type { Rgb } from './color.ts';
import { fineness, type Material, type Spot } from './ground.ts';
import type { Noise } from './noise.ts';

function paint(spot: Spot, color: Rgb): void {
  spot.red = color[0];
  spot.green = color[1];
  spot.blue = color[2];
}

function paintOver(spot: Spot, color: Rgb, amount: number): void {
  spot.red = mix(spot.red, color[0], amount);
  spot.green = mix(spot.green, color[1], amount);
  spot.blue = mix(spot.blue, color[2], amount);
}

type AlpineColors = { rock: Rgb; darkRock: Rgb; grass: Rgb; forest: Rgb; snow: Rgb };

export type AlpinePlan = {
  colors: AlpineColors;
  /** Kilometres above which snow lies; 0 covers everything, 9 nothing. */
  snowLine: number;
  /** Kilometres up to which forest grows. */
  treeLine: number;
};

/** Rock with snow above and forest below, each where slope and height let it lie. */
export function alpineMaterial(plan: AlpinePlan, noise: Noise): Material {
  const { rock, darkRock, grass, forest, snow } = plan.colors;
  const patchesAt = (x: number, z: number, height: number): number =>
    noise.fractal(x * 2.3, z * 2.3 + height * 3, 3);
  const cover = (spot: Spot): void => {
    const { x, z, height, patches, footprint } = spot;
    const steep = Math.sqrt(spot.slopeX * spot.slopeX + spot.slopeZ * spot.slopeZ);
    const strata = noise.gradient(height * 26 + patches * 2.2, (x + z) * 0.7);
    paint(spot, rock);
    paintOver(spot, darkRock, clamp(0.45 + strata * 0.5 + patches * 0.6));
    const grows =
      smooth(plan.treeLine * 1.15, plan.treeLine * 0.8, height + patches * 0.16) *
      smooth(1.5, 0.75, steep + patches * 0.3);
    if (grows > 0) {
      const wooded = smooth(-0.16, 0.12, patches + 0.12 - height * 0.15);
      paintOver(spot, grass, grows);
      const crowns = noise.gradient(x * 55, z * 55 + height * 80);
      const shown = fineness(0.02, footprint);
      paintOver(spot, forest, grows * wooded);
      const dapple = 1 + crowns * 0.35 * shown * wooded * grows;
      spot.red *= dapple;
      spot.green *= dapple;
      spot.blue *= dapple;
      spot.slopeX += crowns * 0.5 * shown * wooded * grows;
    }
    if (plan.snowLine < 8) {
      const lies = smooth(
        plan.snowLine - 0.14,
        plan.snowLine + 0.16,
        height + patches * 0.3 - steep * 0.16,
      );
      if (lies <= 0) return;
      const holds = smooth(1.75, 1.05, steep + noise.gradient(x * 9, z * 9 + height * 14) * 0.45);
      const snowy = lies * mix(holds, 1, 0.12);
      paintOver(spot, snow, snowy);
      spot.softness = snowy * 0.6;
    }
  };
  return { patchesAt, cover };
}

/** Sand with wind ripples near the eye. */
export function sandMaterial(sand: Rgb, dark: Rgb, noise: Noise): Material {
  const cover = (spot: Spot): void => {
    const { x, z, patches, footprint } = spot;
    paint(spot, sand);
    paintOver(spot, dark, clamp(0.25 + patches * 0.5));
    spot.softness = 0.35;
    const shown = fineness(0.0035, footprint);
    if (shown > 0) {
      const bend = noise.gradient(x * 60, z * 40) * 1.8 + noise.gradient(x * 14, z * 14) * 4;
      const phase = (z * 1.1 + x * 0.45) * 1800 + bend;
      const ripple =
        Math.cos(phase) * 0.075 * shown * limit(1 - Math.abs(spot.slopeX) * 1.2, 0.15, 1);
      spot.slopeZ += ripple;
      spot.slopeX += ripple * 0.4;
    }
    const grain = fineness(0.0006, footprint);
    if (grain > 0) {
      const speck = 1 + noise.gradient(x * 2600, z * 2600) * 0.07 * grain;
      spot.red *= speck;
      spot.green *= speck;
      spot.blue *= speck;
    }
  };
  return { patchesAt: (x, z) => noise.fractal(x * 5, z * 5, 3), cover };
}

/** Deep snow, drifted, with bare rock on what is too steep. */
export function snowMaterial(snow: Rgb, rock: Rgb, forest: Rgb, noise: Noise): Material {
  const cover = (spot: Spot): void => {
    const { x, z, height, patches, footprint } = spot;
    const steep = Math.sqrt(spot.slopeX * spot.slopeX + spot.slopeZ * spot.slopeZ);
    paint(spot, snow);
    spot.softness = 0.7;
    const bare =
      steep > 0.6 ? smooth(1.05, 1.7, steep + noise.gradient(x * 8, z * 8 + height * 12) * 0.4) : 0;
    paintOver(spot, rock, bare * 0.9);
    if (z > 2.2) {
      const wooded =
        smooth(0.02, 0.2, patches + 0.04) *
        smooth(0.75, 0.3, height) *
        smooth(2.2, 3.2, z) *
        (1 - bare);
      if (wooded > 0) {
        const crowns =
          0.5 + 0.5 * noise.gradient(x * 52, z * 52 + height * 70) * fineness(0.02, footprint);
        paintOver(spot, forest, wooded * mix(0.75, 1, crowns));
        spot.softness *= 1 - wooded;
      }
    }
    const drift = fineness(0.02, footprint) * 0.09;
    spot.slopeX += noise.gradient(x * 45 + 9, z * 30) * drift;
    spot.slopeZ += noise.gradient(x * 45, z * 30 + 5) * drift;
    const fine = fineness(0.0025, footprint) * 0.035;
    if (fine > 0) spot.slopeX += noise.gradient(x * 420, z * 300) * fine;
  };
  return { patchesAt: (x, z) => noise.fractal(x * 2.1, z * 2.1, 4), cover };
}

export type MeadowColors = {
  grass: Rgb;
  dry: Rgb;
  forest: Rgb;
  rock: Rgb;
  flower: Rgb | null;
  snow: Rgb;
};

/** Grass in patches, flowers in drifts (or in rows, as lavender stands), woods on the far hills. */
export function meadowMaterial(
  colors: MeadowColors,
  plan: { rows: boolean; blooming: number; snowLine: number },
  noise: Noise,
): Material {
  const cover = (spot: Spot): void => {
    const { x, z, height, patches, footprint } = spot;
    const steep = Math.sqrt(spot.slopeX * spot.slopeX + spot.slopeZ * spot.slopeZ);
    // Grows as the picture's rows do, so that small things keep their shape toward the horizon.
    const away = Math.log(z);
    paint(spot, colors.grass);
    paintOver(spot, colors.dry, clamp(0.35 + patches * 1.1));
    const blades = fineness(0.0012, footprint);
    const clumps = fineness(0.006, footprint);
    let light = 1;
    if (blades > 0) light += noise.gradient(x * 1500, away * 75 + height * 1100) * blades * 0.275;
    if (clumps > 0) light += noise.gradient(x * 190, z * 120) * clumps * 0.19;
    if (colors.flower && z < 3.4) {
      const field = smooth(3.4, 2.2, z);
      if (plan.rows) {
        const row = Math.cos((x + z * 0.06) * 2 * Math.PI * 130);
        const shown = fineness(0.0077, footprint);
        const rowed = mix(0.62, smooth(-0.45, 0.35, row), shown);
        paintOver(spot, colors.flower, field * rowed * 0.95);
        spot.slopeX += Math.sin((x + z * 0.06) * 2 * Math.PI * 130) * shown * 0.5 * field;
      } else {
        const drift =
          plan.blooming > 0.9
            ? 0.95
            : smooth(-0.12, 0.3, patches + noise.gradient(x * 26, z * 9) * 0.3);
        const shown = fineness(0.0008, footprint);
        const heads =
          shown > 0
            ? smooth(
                0.2,
                0.5,
                noise.gradient(x * 1250, away * 50 + height * 900) * 0.6 +
                  noise.gradient(x * 3300 + 7, away * 140 + height * 2400) * 0.6,
              )
            : 0;
        paintOver(
          spot,
          colors.flower,
          field * drift * mix(0.5, heads * 0.9, shown) * plan.blooming,
        );
      }
    }
    spot.red *= light;
    spot.green *= light;
    spot.blue *= light;
    if (z > 1.6) {
      const wooded =
        smooth(0.0, 0.16, patches - 0.02) * smooth(1.6, 2.6, z) * smooth(0.75, 0.3, height);
      if (wooded > 0) {
        const crowns = noise.gradient(x * 52, z * 52 + height * 70) * fineness(0.02, footprint);
        paintOver(spot, colors.forest, wooded);
        spot.slopeX += crowns * 0.6 * wooded;
      }
    }
    if (height > 0.25) {
      paintOver(
        spot,
        colors.rock,
        smooth(0.45, 0.75, height + patches * 0.2) * smooth(0.4, 0.9, steep + 0.2),
      );
      paintOver(
        spot,
        colors.snow,
        smooth(plan.snowLine - 0.1, plan.snowLine + 0.15, height + patches * 0.25 - steep * 0.14) *
          smooth(1.7, 1, steep),
      );
    }
  };
  return { patchesAt: (x, z) => noise.fractal(x * 3.1, z * 3.1, 4), cover };
}

/** Sand at the water, green above it. */
export function coastMaterial(
  sand: Rgb,
  wet: Rgb,
  jungle: Rgb,
  bright: Rgb,
  noise: Noise,
): Material {
  const cover = (spot: Spot): void => {
    const { x, z, height, patches, footprint } = spot;
    paint(spot, wet);
    paintOver(spot, sand, smooth(0.0004, 0.0022, height + noise.gradient(x * 30, z * 20) * 0.0004));
    const speck =
      1 +
      noise.gradient(x * 1500, z * 900) * 0.06 * fineness(0.001, footprint) +
      noise.gradient(x * 60, z * 40) * 0.05;
    spot.red *= speck;
    spot.green *= speck;
    spot.blue *= speck;
    spot.softness = 0.3;
    const grown = smooth(0.0115, 0.02, height + patches * 0.004);
    if (grown > 0) {
      const crowns = noise.billow(x * 34, z * 34 + height * 50, 3);
      paintOver(spot, jungle, grown);
      paintOver(spot, bright, grown * smooth(0.2, 0.6, crowns) * 0.7);
      const shown = fineness(0.03, footprint) * grown;
      spot.slopeX += noise.gradient(x * 60, z * 60 + height * 90) * 0.9 * shown;
      spot.slopeZ += noise.gradient(x * 60 + 9, z * 60 + height * 90) * 0.9 * shown;
    }
  };
  return { patchesAt: (x, z) => noise.fractal(x * 40, z * 40, 3), cover };
}
