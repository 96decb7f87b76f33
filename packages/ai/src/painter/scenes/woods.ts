import { scaleRgb } from '../color.ts';
import type { Sprite } from '../sprites.ts';
import { type Planting, plant, type Stage, spriteColors } from '../stage.ts';
import type { Land } from '../terrain.ts';
import { paintBroadleaf, paintConifer } from '../trees.ts';
import type { Foliage } from './foliage.ts';

export type WoodPlan = {
  land: Land;
  foliage: Foliage;
  kind: 'conifer' | 'broadleaf';
  count: number;
  /** Kilometres: nearest and farthest tree, and how tall they grow. */
  near: number;
  far: number;
  tall: number;
  snow: number;
  /** Where trees may stand; by default anywhere on dry land. */
  allowed?: (x: number, z: number, height: number) => boolean;
};

/** Scatters a wood over the land, denser in drifts. */
export function growWood(stage: Stage, plan: WoodPlan): void {
  const { camera, light, brief } = stage;
  const random = brief.random.fork(`wood ${plan.near}`);
  const sprites = treeSprites(
    stage,
    plan.kind,
    plan.snow,
    4,
    Math.min(420, (camera.focal * plan.tall) / plan.near),
  );
  const palette = plan.kind === 'conifer' ? [plan.foliage.conifer] : plan.foliage.leaves;
  const colors = palette.flatMap((main) =>
    [0.75, 1, 1.25].map((tone) =>
      spriteColors(
        light,
        scaleRgb(main, tone),
        plan.snow > 0 ? plan.foliage.snow : plan.foliage.bark,
      ),
    ),
  );
  const spread = (camera.width / 2 / camera.focal) * 1.08;
  const plantings: Planting[] = [];
  for (let i = 0; i < plan.count; i++) {
    // Even over the picture rather than over the land: most trees are far away.
    const z = plan.near * (plan.far / plan.near) ** random();
    const x = random.between(-spread, spread) * z;
    const tall = plan.tall * random.between(0.6, 1.15);
    const sprite = sprites[Math.floor(random() * sprites.length)];
    const color = colors[Math.floor(random() * colors.length)];
    const drift = brief.noise.gradient(x * 2.6, z * 2.6) + random.between(-0.35, 0.35);
    const y = plan.land(x, z, -7);
    if (!sprite || !color || y < 0.0015 || drift < -0.25) continue;
    if (plan.allowed && !plan.allowed(x, z, y)) continue;
    plantings.push({ sprite, x, y, z, tall, colors: color });
  }
  plant(stage, plantings);
}

function treeSprites(
  stage: Stage,
  kind: 'conifer' | 'broadleaf',
  snow: number,
  count: number,
  size: number,
): Sprite[] {
  const random = stage.brief.random.fork(`sprites ${kind} ${count}`);
  const pixels = Math.max(90, Math.round(size));
  return Array.from({ length: count }, (_, i) => {
    const own = random.fork(String(i));
    return kind === 'conifer' ? paintConifer(pixels, own, snow) : paintBroadleaf(pixels, own);
  });
}
