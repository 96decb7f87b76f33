import { type Generation, hasEnded } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { GenerationTile } from '@/features/studio/generation-tile';
import { setsOf } from '@/features/studio/sets';

/** A browser keeps six connections to a site; three stay free for pictures and calls. */
const MAX_LIVE = 3;

const ROW = 'flex flex-wrap gap-x-4 gap-y-8';

/** Generations, the newest first; those that were asked for together stay together. */
export function GenerationTiles(props: {
  label: string;
  generations: readonly Generation[];
  /** Seconds that each model usually takes. */
  times?: Readonly<Record<string, number>>;
  onChange?: (generation: Generation) => void;
  onReuse: (prompt: string) => void;
}) {
  const t = useTranslations('generation');
  const live = new Set(
    props.generations
      .filter((one) => !hasEnded(one.status))
      .slice(0, MAX_LIVE)
      .map((one) => one.id),
  );
  const tile = (generation: Generation, inSet: boolean) => (
    <GenerationTile
      key={generation.id}
      generation={generation}
      live={live.has(generation.id)}
      inSet={inSet}
      usual={props.times?.[generation.model]}
      onReuse={props.onReuse}
      {...(props.onChange && { onChange: props.onChange })}
    />
  );
  return (
    <ul aria-label={props.label} className={ROW}>
      {setsOf(props.generations).map((set) => {
        const [first] = set;
        if (!first) return null;
        if (set.length === 1) return tile(first, false);
        return (
          <li key={`set of ${first.id}`} className="w-full">
            <p className="mb-2 line-clamp-2 max-w-prose">
              {first.prompt}
              <span className="text-soft"> · {t('set', { count: set.length })}</span>
            </p>
            <ul aria-label={first.prompt} className={ROW}>
              {set.map((generation) => tile(generation, true))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}
