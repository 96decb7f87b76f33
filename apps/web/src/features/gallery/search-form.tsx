'use client';

import type { ReactNode } from 'react';
import { useRouter } from '@/i18n/navigation';

/** A form whose answer is a page of the gallery. Without scripts it is an ordinary one. */
export function SearchForm(props: { action: string; className: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <search>
      <form
        action={props.action}
        className={props.className}
        onSubmit={(event) => {
          event.preventDefault();
          const entries = [...new FormData(event.currentTarget)].map(
            ([name, value]) => [name, String(value)] as const,
          );
          router.push({ pathname: '/', query: Object.fromEntries(entries) });
        }}
      >
        {props.children}
      </form>
    </search>
  );
}
