'use client';

import { type ComponentProps, useState } from 'react';
import { Link } from '@/i18n/navigation';

/** A link whose page is fetched when somebody is about to follow it, not when it is merely in view. */
export function IntentLink(props: ComponentProps<typeof Link>) {
  const [wanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  return <Link {...props} prefetch={wanted} onPointerEnter={want} onFocus={want} />;
}
