/** Someone who is signed in, as the verbs see them. */
export type User = {
  id: string;
  role: 'user' | 'admin';
  /** The fingerprint of the session they came with, if they came with one. */
  session?: string;
};

/** Who is asking: a person, or nobody in particular. */
export type Viewer = User | null;
