import type { ReactNode } from 'react';

/** One part of the settings under its heading. */
export function Section(props: { id: string; title: string; hint: string; children: ReactNode }) {
  return (
    <section aria-labelledby={props.id} className="mt-8 border-t border-line pt-6">
      <h2 id={props.id} className="mb-1 text-sm font-medium">
        {props.title}
      </h2>
      <p className="mb-4 max-w-prose text-xs text-soft text-pretty">{props.hint}</p>
      {props.children}
    </section>
  );
}
