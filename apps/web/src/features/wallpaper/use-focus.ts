'use client';

import type { Focus, WallpaperDetail } from '@easel/api/contract';
import { useRef, useState } from 'react';
import { CENTER } from '@/features/wallpaper/crop';
import { trpc } from '@/trpc/client';

/** Dragged no further for this long, a picture is where it should be. */
const SETTLED_MS = 500;

/** Where the person wants the middle of a wallpaper; kept on their account, for every browser of theirs. */
export function useFocus(wallpaper: WallpaperDetail): [Focus, (focus: Focus) => void] {
  const { id } = wallpaper;
  const [focus, setFocus] = useState(wallpaper.focus ?? CENTER);
  const settled = useRef<ReturnType<typeof setTimeout>>(undefined);
  const utils = trpc.useUtils();
  const keep = trpc.wallpaper.focus.useMutation({
    onSuccess: (kept) =>
      utils.wallpaper.byId.setData({ id }, (before) => before && { ...before, focus: kept }),
  });
  return [
    focus,
    (next) => {
      setFocus(next);
      clearTimeout(settled.current);
      settled.current = setTimeout(() => keep.mutate({ id, ...next }), SETTLED_MS);
    },
  ];
}
