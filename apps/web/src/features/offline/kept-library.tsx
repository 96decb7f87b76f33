'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type KeptPicture, keptLibrary } from '@/features/offline/library';
import { button } from '@/ui/button';
import { rowRatio } from '@/ui/row-ratio';

/** What a connection that has just come back is given before it is used. */
const REST_MS = 500;

/** The library as it was last seen in this browser, while nothing else can be reached. */
export function KeptLibrary() {
  const t = useTranslations('offline');
  const [pictures, setPictures] = useState<readonly KeptPicture[]>([]);

  useEffect(() => {
    keptLibrary().then(setPictures, () => {});
    let rest: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      // Not at once: a page that is being left for another must not come back.
      rest = setTimeout(() => window.location.reload(), REST_MS);
    };
    window.addEventListener('online', again);
    return () => {
      clearTimeout(rest);
      window.removeEventListener('online', again);
    };
  }, []);

  return (
    <>
      <button
        type="button"
        onClick={() => window.location.reload()}
        className={button('main', 'mb-10')}
      >
        {t('tryAgain')}
      </button>
      {pictures.length > 0 && (
        <section aria-labelledby="kept">
          <h2 id="kept" className="mb-4 text-lg">
            {t('library')}
          </h2>
          <ul className="rows">
            {pictures.map((picture) => (
              <li
                key={picture.id}
                className="rows-item overflow-hidden rounded-picture bg-sunken"
                style={{ '--ratio': rowRatio(picture) }}
              >
                <img src={picture.src} alt={picture.prompt} className="size-full object-cover" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
