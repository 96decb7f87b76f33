export type Toast = {
  id: number;
  text: string;
  /** A way on: a verb, and what it does. */
  action?: { label: string; run: () => void };
};

type Listener = () => void;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<Listener>();

/** Says something in passing, in the corner of whichever page is open. */
export function notify(text: string, action?: Toast['action']): void {
  lastId += 1;
  toasts = [...toasts.slice(-2), { id: lastId, text, ...(action && { action }) }];
  for (const listener of listeners) listener();
}

/** Takes one message away. */
export function dismiss(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
  for (const listener of listeners) listener();
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function onToastsChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
