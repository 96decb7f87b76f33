import { z } from 'zod';
import { PersonName } from '../account/names.ts';
import { getMe, getProfile, updateMe } from '../account/profile.ts';
import { LIMITS } from '../contract.ts';
import { Id } from './input.ts';
import { everyone, router, signedIn } from './trpc.ts';

const edge = z.number().int().min(100).max(20_000);
const Screens = z
  .array(z.strictObject({ name: PersonName, width: edge, height: edge }))
  .max(LIMITS.maxScreens);

export const userRouter = router({
  me: signedIn.query(({ ctx }) => getMe(ctx.studio, ctx.viewer)),
  byId: everyone.input(Id).query(({ ctx, input }) => getProfile(ctx.studio, input)),
  update: signedIn
    .input(z.strictObject({ name: PersonName.optional(), screens: Screens.optional() }))
    .mutation(({ ctx, input }) => updateMe(ctx.studio, ctx.viewer, input)),
});
