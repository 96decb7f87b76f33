import { type Generation, hasEnded } from '@easel/api/contract';
import { GenerationTile } from '@/features/studio/generation-tile';

/** A browser keeps six connections to a site; three stay free for pictures and calls. */
const MAX_LIVE = 3;

export function GenerationTiles(props: {
  label: string;
  generations: readonly Generation[];
  onChange?: (generation: Generation) => void;
  onReuse: (prompt: string) => void;
}) {
  const live = new Set(
    props.generations
      .filter((one) => !hasEnded(one.status))
      .slice(0, MAX_LIVE)
      .map((one) => one.id),
  );
  return (
    <ul aria-label={props.label} className="flex flex-wrap gap-x-4 gap-y-8">
      {props.generations.map((generation) => (
        <GenerationTile
          key={generation.id}
          generation={generation}
          live={live.has(generation.id)}
          onReuse={props.onReuse}
          {...(props.onChange && { onChange: props.onChange })}
        />
      ))}
    </ul>
  );
}
