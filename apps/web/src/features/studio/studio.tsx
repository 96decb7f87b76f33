'use client';

import { type Generation, hasEnded, type Me, type Model, pictureShapes } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useMe } from '@/features/account/use-me';
import { ScreenPicker } from '@/features/screens/screen-picker';
import { useScreens } from '@/features/screens/use-screens';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { Ideas } from '@/features/studio/ideas';
import { type Choices, Options } from '@/features/studio/options';
import { PromptForm } from '@/features/studio/prompt-form';
import { RecentGenerations } from '@/features/studio/recent-generations';
import { useCreate } from '@/features/studio/use-create';
import { useProgressTitle } from '@/features/studio/use-progress-title';
import { useTellDone } from '@/features/studio/use-tell-done';
import { useFailure } from '@/i18n/use-failure';

/** Describe, choose screens, watch. */
export function Studio(props: {
  me: Me;
  /** The screen that this browser was last seen at. */
  seen: PixelSize | null;
  models: readonly [Model, ...Model[]];
  ideas: readonly string[];
  /** Seconds that each model usually takes. */
  times: Readonly<Record<string, number>>;
  prompt?: string;
  remixOf?: string;
}) {
  const t = useTranslations('studio');
  const failure = useFailure();
  const box = useRef<HTMLTextAreaElement>(null);
  const [prompt, setPrompt] = useState(props.prompt ?? '');
  const [choices, setChoices] = useState<Choices>({
    model: props.models[0],
    visibility: 'public',
  });
  const { options, chosen, screens, choose } = useScreens(props.me.screens, props.seen);
  const me = useMe();
  const quota = (me ?? props.me).quota;
  const shapes = pictureShapes(choices.model.sizes, screens);
  const { create, created, busy, error } = useCreate();
  const { changes, announce } = useAnnouncements();
  useProgressTitle(changes);

  function reuse(text: string) {
    setPrompt(text);
    box.current?.focus();
  }

  return (
    <>
      <div className="mx-auto max-w-3xl">
        <PromptForm
          box={box}
          prompt={prompt}
          onPrompt={setPrompt}
          pictures={shapes.length}
          quota={quota}
          usual={props.times[choices.model.id]}
          busy={busy}
          problem={error ? failure(error) : undefined}
          options={<Options models={props.models} choices={choices} onChange={setChoices} />}
          onSubmit={() =>
            create(
              shapes.map((shape) => shape.size),
              {
                prompt: prompt.trim(),
                model: choices.model.id,
                quality: choices.quality,
                style: choices.style,
                visibility: choices.visibility,
                remixOf: props.remixOf,
              },
            )
          }
        >
          <ScreenPicker options={options} chosen={chosen} onChange={choose} />
        </PromptForm>
        {/* They stay while one types: what stands below would jump. */}
        {!props.prompt && created.length === 0 && <Ideas ideas={props.ideas} onPick={reuse} />}
      </div>
      <p role="status" className="sr-only">
        {announce}
      </p>
      <RecentGenerations
        created={created}
        times={props.times}
        onChange={changes.take}
        onReuse={reuse}
        title={t('recent')}
      />
    </>
  );
}

/** What a screen reader hears: the last thing that happened to a generation. */
function useAnnouncements() {
  const t = useTranslations('generation');
  const [known, setKnown] = useState<ReadonlyMap<string, Generation>>(new Map());
  const [announce, setAnnounce] = useState('');
  const tellDone = useTellDone();
  const working = [...known.values()].filter((one) => !hasEnded(one.status)).length;
  const finished = [...known.values()].filter((one) => one.status === 'succeeded').length;

  function take(next: Generation) {
    if (known.get(next.id)?.status === next.status) return;
    setKnown((before) => new Map(before).set(next.id, next));
    if (next.status === 'succeeded' && !isInView(next.id)) tellDone(next);
    setAnnounce(t('announce', { status: t(`status.${next.status}`), prompt: next.prompt }));
  }
  return { changes: { take, working, finished }, announce };
}

/** True when the tile of a generation is in front of the person. */
function isInView(id: string): boolean {
  const box = document.getElementById(`generation-${id}`)?.getBoundingClientRect();
  return !document.hidden && box !== undefined && box.top < window.innerHeight && box.bottom > 0;
}
