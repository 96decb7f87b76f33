import type { ReactNode } from 'react';

/** What a list says when it has nothing to show: it is empty, or it could not be read. */
export function Notice(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Read out at once; for what failed, not for what is merely empty. */
  urgent?: boolean;
  /** It is all that the page has to say. */
  alone?: boolean;
}) {
  const Heading = props.alone ? 'h1' : 'h2';
  return (
    <div
      role={props.urgent ? 'alert' : undefined}
      className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-20 text-center"
    >
      <Heading className="text-lg">{props.title}</Heading>
      {props.children && <p className="text-soft text-balance">{props.children}</p>}
      {props.action && (
        <div className="mt-3 flex flex-wrap justify-center gap-2">{props.action}</div>
      )}
    </div>
  );
}
