import { type Lch, lch } from './color.ts';
import type { TimeOfDay } from './lexicon.ts';

/** Sky and light at one time of day, before the prompt has its say. */
export type Hour = {
  toward: [zenith: Lch, upper: Lch, middle: Lch, low: Lch, horizon: Lch];
  away: [low: Lch, horizon: Lch];
  sun: Lch;
  sunPower: number;
  ambient: Lch;
  /** Degrees above the horizon. */
  height: number;
  glow: number;
};

export const hours: Record<TimeOfDay, Hour> = {
  dawn: {
    toward: [
      lch(0.55, 0.095, 262),
      lch(0.66, 0.082, 283),
      lch(0.77, 0.08, 338),
      lch(0.87, 0.095, 52),
      lch(0.93, 0.075, 80),
    ],
    away: [lch(0.74, 0.065, 318), lch(0.79, 0.055, 290)],
    sun: lch(0.9, 0.085, 62),
    sunPower: 2,
    ambient: lch(0.7, 0.05, 282),
    height: 9,
    glow: 0.8,
  },
  day: {
    toward: [
      lch(0.47, 0.135, 256),
      lch(0.57, 0.132, 252),
      lch(0.7, 0.1, 242),
      lch(0.83, 0.058, 230),
      lch(0.91, 0.03, 218),
    ],
    away: [lch(0.8, 0.065, 234), lch(0.88, 0.035, 224)],
    sun: lch(0.97, 0.035, 90),
    sunPower: 1.95,
    ambient: lch(0.71, 0.055, 245),
    height: 38,
    glow: 0.4,
  },
  sunset: {
    toward: [
      lch(0.37, 0.105, 274),
      lch(0.5, 0.115, 305),
      lch(0.67, 0.15, 20),
      lch(0.81, 0.16, 60),
      lch(0.9, 0.135, 83),
    ],
    away: [lch(0.58, 0.095, 335), lch(0.66, 0.08, 345)],
    sun: lch(0.85, 0.14, 60),
    sunPower: 2.3,
    ambient: lch(0.54, 0.075, 298),
    height: 6,
    glow: 1,
  },
  dusk: {
    toward: [
      lch(0.25, 0.09, 275),
      lch(0.35, 0.108, 280),
      lch(0.48, 0.122, 307),
      lch(0.62, 0.14, 12),
      lch(0.73, 0.13, 48),
    ],
    away: [lch(0.36, 0.09, 285), lch(0.43, 0.08, 295)],
    sun: lch(0.66, 0.12, 30),
    sunPower: 1.1,
    ambient: lch(0.49, 0.085, 288),
    height: 3,
    glow: 0.45,
  },
  night: {
    toward: [
      lch(0.11, 0.045, 268),
      lch(0.15, 0.055, 265),
      lch(0.2, 0.062, 262),
      lch(0.265, 0.062, 252),
      lch(0.33, 0.058, 240),
    ],
    away: [lch(0.24, 0.06, 258), lch(0.29, 0.058, 250)],
    sun: lch(0.62, 0.035, 255),
    sunPower: 1.4,
    ambient: lch(0.47, 0.055, 262),
    height: 24,
    glow: 0.1,
  },
};
