import 'server-only';
import { parseSize } from '@easel/api/contract';
import { cookies } from 'next/headers';

/** The screen that this browser was last seen at (features/screens/use-this-screen.ts), or null. */
export async function seenScreen(): Promise<{ width: number; height: number } | null> {
  const jar = await cookies();
  return parseSize(jar.get('screen')?.value ?? '');
}
