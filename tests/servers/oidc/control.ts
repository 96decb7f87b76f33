/** The one client that the provider knows. */
export const CLIENT = { id: 'easel', secret: 'a secret/with+signs' };

/** Ways to misbehave: what is wrong with the ID token, or with the answers around it. */
const FAULTS = [
  'nonce',
  'issuer',
  'audience',
  'expired',
  'foreign key',
  'no signature',
  'another person at userinfo',
  'no pkce in the description',
  'secret by post only',
] as const;
export type OidcFault = (typeof FAULTS)[number];

/** Claims by login; a login that is not among them is a person without a name or an address. */
export type People = Record<
  string,
  {
    name?: string;
    email?: string;
    email_verified?: boolean;
    preferred_username?: string;
    picture?: string;
  }
>;

export type OidcControl = {
  people?: People;
  /** Null behaves again. */
  fault?: OidcFault | null;
};
