'use client';

import { useEffect } from 'react';

/** Tells public/early.js that the page listens now: what was pressed and typed before is done. */
export function Alive() {
  useEffect(() => {
    document.dispatchEvent(new Event('alive'));
  }, []);
  return null;
}
