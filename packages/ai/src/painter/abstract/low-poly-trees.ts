import { at, clamp, limit, mix, smooth } from '../arrays.ts';
import { projectX, projectY } from '../canvas.ts';
import { mixRgb, type Rgb, scaleRgb } from '../color.ts';
import { foliageFor } from '../scenes/foliage.ts';
import { inLight, type Stage } from '../stage.ts';
import type { Land } from '../terrain.ts';
import { fillFacet, type Point } from './facets.ts';

type Tree = { x: number; y: number; tall: number; lit: Rgb; shade: Rgb; depth: number };

/** Spruces of three paper cones each, scattered over the lower land. */
export function paintPaperTrees(stage: Stage, land: Land): void {
  const { canvas, camera, haze, air, brief } = stage;
  const random = brief.random.fork('paper trees');
  const colors = treeColors(stage, 0.95);
  const half = canvas.width / 2 / camera.focal;
  const trees: Tree[] = [];
  for (let i = 0; i < 900 && trees.length < 60 + 60 * half; i++) {
    const z = 1.5 * (5.5 / 1.5) ** random();
    const x = random.between(-half, half) * z;
    const y = land(x, z, -4);
    const tall = 0.15 * random.between(0.6, 1.1);
    const grove = brief.noise.gradient(x * 1.4, z * 1.4) + random.between(-0.3, 0.3);
    if (y < 0.004 || y > 0.34 || grove < 0) continue;
    const px = projectX(camera, x, z);
    const column = Math.round(limit(px, 0, canvas.width - 1)) * 3;
    const far: Rgb = [at(haze, column), at(haze, column + 1), at(haze, column + 2)];
    const fade = clamp(1 - Math.exp(-z * air.thickness * 1.25) + air.mist * 0.25);
    trees.push({
      x: px,
      y: projectY(camera, y, z) + 1,
      tall: (tall * camera.focal) / z,
      lit: mixRgb(colors.lit, far, fade),
      shade: mixRgb(colors.shade, far, fade),
      depth: z,
    });
  }
  for (const tree of trees.sort((a, b) => b.depth - a.depth)) {
    const row = Math.round(limit(tree.y - tree.tall * 0.5, 0, canvas.height - 1));
    const column = Math.round(limit(tree.x, 0, canvas.width - 1));
    // A tree behind a nearer hill stays hidden.
    if (at(canvas.depth, row * canvas.width + column) < tree.depth * 0.8) continue;
    foldTree(stage, tree);
  }
}

/** The eye's own bank in both lower corners, with a few tall spruces on it. */
export function paintPaperBank(stage: Stage, unit: number): void {
  const { canvas, light, brief } = stage;
  const { width, height } = canvas;
  const random = brief.random.fork('paper bank');
  const foliage = foliageFor(brief.reading, brief.random.fork('foliage'));
  const winter = brief.reading.season === 'winter';
  const ground = inLight(
    light,
    scaleRgb(winter ? foliage.snow : foliage.grass, winter ? 0.6 : 0.5),
  );
  const heavy = random.chance(0.5) ? 0 : 1;
  const colors = treeColors(stage, 0.6);
  for (const side of [0, 1]) {
    const size = side === heavy ? 1 : 0.55;
    const reach = Math.min(width * 0.42, unit * 7) * size;
    const tall = unit * 3 * size;
    const steps = 6;
    const crest: Point[] = Array.from({ length: steps + 1 }, (_, i) => {
      const t = i / steps;
      const x = side ? width + unit - t * (reach + unit) : -unit + t * (reach + unit);
      return { x, y: height - tall * smooth(1, 0, t) + random.between(-0.16, 0.16) * unit };
    });
    const trees: Tree[] = [];
    for (let i = 0; i < Math.round(6 * size); i++) {
      const t = random.between(0.14, 0.78);
      const at0 = crest[Math.floor(t * steps)] ?? { x: 0, y: height };
      const at1 = crest[Math.floor(t * steps) + 1] ?? at0;
      const part = t * steps - Math.floor(t * steps);
      trees.push({
        x: mix(at0.x, at1.x, part),
        y: mix(at0.y, at1.y, part) + unit * 0.16,
        tall: unit * random.between(2.2, 4.4) * mix(1.1, 0.6, t) * mix(0.7, 1, size),
        ...colors,
        depth: 0.05,
      });
    }
    for (const tree of trees.sort((a, b) => a.tall - b.tall)) foldTree(stage, tree);
    for (let i = 0; i < steps; i++) {
      const a = crest[i] ?? { x: 0, y: height };
      const b = crest[i + 1] ?? a;
      const low = height + unit * 0.6;
      const foot = { x: mix(a.x, b.x, random.between(0.3, 0.7)), y: low };
      const look = { unit: unit * 3, rim: 0.03, depth: 0.05 };
      const tone = (): Rgb => mixRgb(ground.shade, ground.lit, random.between(0.05, 0.4));
      fillFacet(canvas, [a, b, foot], { ...look, paint: tone() });
      fillFacet(canvas, [a, { x: a.x, y: low }, foot], { ...look, paint: tone() });
      fillFacet(canvas, [b, { x: b.x, y: low }, foot], { ...look, paint: tone() });
    }
  }
}

function treeColors({ light, brief }: Stage, strength: number): { lit: Rgb; shade: Rgb } {
  const { season } = brief.reading;
  const foliage = foliageFor(brief.reading, brief.random.fork('foliage'));
  const leaf = season === 'autumn' ? foliage.woods : foliage.conifer;
  return inLight(light, scaleRgb(leaf, 1.35 * strength));
}

/** Three cones, each with a bright side and a dark one. */
function foldTree({ canvas, light }: Stage, { x, y, tall, lit, shade, depth }: Tree): void {
  const mirrored = light.landDirection[0] > 0 ? 1 : -1;
  const wide = tall * 0.25;
  const look = { unit: tall * 1.5, rim: 0, depth };
  for (let tier = 0; tier < 3; tier++) {
    const foot = y - tall * (0.06 + tier * 0.25);
    const tip = { x, y: Math.min(foot, y - tall * (0.52 + tier * 0.24)) };
    const half = wide * (1 - tier * 0.24);
    const middle = { x: x - half * 0.12 * mirrored, y: foot + half * 0.22 };
    const left = { x: x - half, y: foot };
    const right = { x: x + half, y: foot };
    const dark = scaleRgb(shade, 1 + tier * 0.12);
    const bright = mixRgb(shade, lit, 0.62 + tier * 0.12);
    fillFacet(canvas, [tip, left, middle], { ...look, paint: mirrored > 0 ? dark : bright });
    fillFacet(canvas, [tip, right, middle], { ...look, paint: mirrored > 0 ? bright : dark });
  }
}
