'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type KeptPicture, keptLibrary } from '@/features/offline/library';
import { button } from '@/ui/button';
import { rowRatio } from '@/ui/row-ratio';

/** The library as it was last seen in this browser, while nothing else can be reached. */
export function KeptLibrary() {
  const t = useTranslations('offline');
  const [pictures, setPictures] = useState<readonly KeptPicture[]>([]);

  useEffect(() => {
    keptLibrary().then(setPictures, () => {});
    const again = () => window.location.reload();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
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
