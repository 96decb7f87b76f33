import { z } from 'zod';
import { deleteAccount } from '../account/delete.ts';
import { linkExport } from '../account/export.ts';
import { PersonName } from '../account/names.ts';
import { getMe, getProfile, updateMe } from '../account/profile.ts';
import { endOtherSessions, endSessionById, listSessions } from '../account/session-list.ts';
import { listSignIns, unlinkSignIn } from '../account/sign-ins.ts';
import { LIMITS } from '../contract.ts';
import { Id, PlainText } from './input.ts';
import { everyone, notBanned, router, signedIn, withScope } from './trpc.ts';

const edge = z.number().int().min(LIMITS.minDownloadEdge).max(LIMITS.maxDownloadEdge);
const Screens = z
  .array(z.strictObject({ name: PersonName, width: edge, height: edge }))
  .max(LIMITS.maxScreens);

export const userRouter = router({
  me: withScope('read').query(({ ctx }) => getMe(ctx.studio, ctx.viewer)),
  byId: everyone.input(Id).query(({ ctx, input }) => getProfile(ctx.studio, input)),
  update: signedIn
    .use(notBanned)
    .input(
      z.strictObject({
        name: PersonName.optional(),
        avatar: z.null().optional(),
        screens: Screens.optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateMe(ctx.studio, ctx.viewer, input)),
  delete: signedIn
    .input(z.strictObject({ name: PersonName.optional() }).prefault({}))
    .mutation(({ ctx, input }) => deleteAccount(ctx.studio, ctx.viewer, input)),
  export: signedIn.query(() => linkExport()),
  sessions: signedIn.query(({ ctx }) => listSessions(ctx.studio, ctx.viewer)),
  endSession: signedIn
    .input(Id)
    .mutation(({ ctx, input }) => endSessionById(ctx.studio, ctx.viewer, input.id)),
  endOtherSessions: signedIn.mutation(({ ctx }) => endOtherSessions(ctx.studio, ctx.viewer)),
  signIns: signedIn.query(({ ctx }) => listSignIns(ctx.studio, ctx.viewer)),
  unlinkSignIn: signedIn
    .input(z.strictObject({ provider: PlainText.max(20), accountId: PlainText.max(300) }))
    .mutation(({ ctx, input }) => unlinkSignIn(ctx.studio, ctx.viewer, input)),
});
