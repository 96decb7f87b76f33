import { EaselError } from '@easel/api/server';
import { handle } from '@/server/handle.ts';

const nothing = handle(async () => {
  throw new EaselError('NOT_FOUND');
});

/** An address of the API that names nothing is answered like the rest of it, not with a page. */
export { nothing as GET, nothing as POST };
