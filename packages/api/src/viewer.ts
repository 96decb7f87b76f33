import type { TokenScope } from './contract.ts';

/** Someone who is signed in or whose script holds a token, as the verbs see them. */
export type User = {
  id: string;
  role: 'user' | 'admin';
  /** May look around, take their own things away and leave, and show others nothing new. */
  banned?: boolean;
  /** The fingerprint of the session they came with, if they came with one. */
  session?: string;
  /** The token that a script came with. It never makes an administrator. */
  token?: { id: string; scope: TokenScope };
};

/** Who is asking: a person, or nobody in particular. */
export type Viewer = User | null;
