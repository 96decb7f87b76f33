'use client';

import type { NewApiToken } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { button } from '@/ui/button';
import { field } from '@/ui/field';

/** A new token's key, the only time that it is seen. */
export function TokenKey({ token }: { token: NewApiToken }) {
  const t = useTranslations('tokens');
  const [copied, setCopied] = useState(false);
  return (
    <div className="mb-6 grid gap-2 rounded-control bg-sunken p-4">
      <p role="status">{t('made', { name: token.name })}</p>
      <div className="flex flex-wrap gap-2">
        <input
          readOnly
          aria-label={t('key')}
          value={token.key}
          onFocus={(event) => event.target.select()}
          className={`${field} min-w-0 flex-1 font-mono text-sm`}
        />
        {/* Browsers have no clipboard for pages that came without https. */}
        {'clipboard' in navigator && (
          <button
            type="button"
            className={button('main')}
            onClick={async () => {
              await navigator.clipboard.writeText(token.key);
              setCopied(true);
            }}
          >
            {copied ? t('copied') : t('copy')}
          </button>
        )}
      </div>
    </div>
  );
}
