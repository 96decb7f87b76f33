/** Someone who is signed in, as the verbs see them. */
export type User = { id: string; role: 'user' | 'admin' };

/** Who is asking: a person, or nobody in particular. */
export type Viewer = User | null;
