'use client';

import { useTranslations } from 'next-intl';
import { button } from '@/ui/button';

/** Scenes to begin with, for those who have none in mind. */
export function Ideas(props: { ideas: readonly string[]; onPick: (idea: string) => void }) {
  const t = useTranslations('studio');
  return (
    <section aria-label={t('ideas')} className="mt-5 px-5">
      <p className="mb-1 text-xs text-soft">{t('ideas')}</p>
      <ul>
        {props.ideas.map((idea) => (
          <li key={idea}>
            <button
              type="button"
              onClick={() => props.onPick(idea)}
              className={button(
                'bare',
                '-ml-3 h-auto justify-start py-2 text-left font-normal whitespace-normal!',
              )}
            >
              {idea}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
