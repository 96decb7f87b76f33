'use client';

import { useEffect, useState } from 'react';
import { CENTER, type Focus } from '@/features/wallpaper/crop';

/** The focal point somebody gave a wallpaper, kept in their browser. */
export function useFocus(id: string): [Focus, (focus: Focus) => void] {
  const [focus, setFocus] = useState(CENTER);
  const key = `focus:${id}`;

  useEffect(() => {
    const [x = Number.NaN, y = Number.NaN] = (read(key) ?? '').split(' ').map(Number);
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) setFocus({ x, y });
  }, [key]);

  return [
    focus,
    (next) => {
      setFocus(next);
      keep(key, `${next.x} ${next.y}`);
    },
  ];
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is blocked: the picture begins in its middle.
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is blocked or full: the choice holds for this page.
  }
}
