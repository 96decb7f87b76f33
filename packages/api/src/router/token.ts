import { z } from 'zod';
import { PersonName } from '../account/names.ts';
import { createToken, listTokens, revokeToken } from '../account/tokens.ts';
import { LIMITS, TOKEN_SCOPES } from '../contract.ts';
import { Id } from './input.ts';
import { notBanned, router, signedIn } from './trpc.ts';

const CreateToken = z.strictObject({
  name: PersonName,
  scope: z.enum(TOKEN_SCOPES),
  days: z.number().int().min(1).max(LIMITS.maxTokenDays).default(90),
});

export const tokenRouter = router({
  create: signedIn
    .use(notBanned)
    .input(CreateToken)
    .mutation(({ ctx, input }) => createToken(ctx.studio, ctx.viewer, input)),
  list: signedIn.query(({ ctx }) => listTokens(ctx.studio, ctx.viewer)),
  revoke: signedIn
    .input(Id)
    .mutation(({ ctx, input }) => revokeToken(ctx.studio, ctx.viewer, input.id)),
});
