'use client';

import { useEffect, useState } from 'react';

type Now = { date: Date; timeZone: string };

/** The time by the person's own clock. Null until the page is alive: the server knows another one. */
export function useNow(): Now | null {
  const [now, setNow] = useState<Now | null>(null);
  useEffect(() => {
    const tell = () =>
      setNow({ date: new Date(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    tell();
    const timer = setInterval(tell, 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
