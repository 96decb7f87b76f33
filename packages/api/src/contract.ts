/**
 * What a browser and a script may know of Easel: wire types, limits and pure functions.
 * Nothing here runs only on a server, and nothing here loads zod.
 */
import { MAX_PROMPT_LENGTH } from '@easel/ai/prompt';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from './router/index.ts';

export type { ModelInfo as Model } from '@easel/ai/catalog';
export { checkPrompt } from '@easel/ai/prompt';
export {
  formatSize,
  parseSize,
  parseSizes,
  pictureShapes,
  renderSize,
} from '@easel/ai/render-size';
export type { AppRouter } from './router/index.ts';
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

export const LIMITS = {
  /** Unicode code points, after trimming. */
  promptLength: MAX_PROMPT_LENGTH,
  nameLength: 60,
  pageSize: 24,
  maxPageSize: 60,
  /** Pixels a side of a download. */
  minDownloadEdge: 16,
  maxDownloadEdge: 8192,
  maxScreens: 10,
  /** Bytes of a picture that becomes an avatar. */
  avatarBytes: 10_000_000,
  maxTokens: 20,
  /** Days until a token has to be made anew. */
  maxTokenDays: 365,
  batchSize: 10,
  bodyBytes: 1_000_000,
  /** Days a deleted wallpaper can be brought back. */
  restoreDays: 30,
} as const;

/** The model of an imported wallpaper of which the older system did not keep it. */
export const UNKNOWN_MODEL = 'unknown';

export const ORIENTATIONS = ['landscape', 'portrait', 'square'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

export const VISIBILITIES = ['public', 'private'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** The fixed palette that pictures are filed under and the gallery filters by. */
export const COLORS = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'gray',
  'white',
] as const;
export type Color = (typeof COLORS)[number];

export const STATUSES = [
  'queued',
  'running',
  'retrying',
  'storing',
  'succeeded',
  'failed',
  'rejected',
  'canceled',
] as const;
export type Status = (typeof STATUSES)[number];

/** The states that nothing leaves but a retry. */
export const ENDED: readonly Status[] = ['succeeded', 'failed', 'rejected', 'canceled'];

/** True when a generation will not change by itself any more. */
export function hasEnded(status: Status): boolean {
  return ENDED.includes(status);
}

export const REASONS = [
  'PROMPT_INVALID',
  'PROMPT_REJECTED',
  'QUOTA_EXCEEDED',
  'TOO_MANY_IN_FLIGHT',
  'MODEL_UNKNOWN',
  'SIZE_UNSUPPORTED',
  'UPSTREAM_AUTH',
  'UPSTREAM_BILLING',
  'UPSTREAM_RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_BAD_IMAGE',
  'STORAGE_UNAVAILABLE',
  'CANCELED',
  'NOT_FOUND',
  'FORBIDDEN',
  'RATE_LIMITED',
  'SIGNED_OUT',
  'INPUT_INVALID',
  'INTERNAL',
] as const;
export type Reason = (typeof REASONS)[number];

/** What `data` of a failed tRPC call holds beside tRPC's own fields. */
export type ErrorData = {
  reason: Reason;
  requestId: string;
  /** Seconds to wait before trying again, with the 429 reasons. */
  retryAfter?: number;
};

export type Creator = {
  id: string;
  name: string;
  avatarUrl: string;
  /** The account is being removed; people are told so in their language instead of by `name`. */
  former?: true;
};

export type WallpaperCard = {
  id: string;
  prompt: string;
  width: number;
  height: number;
  orientation: Orientation;
  createdAt: Date;
  model: string;
  image: {
    src: string;
    /** For `<img srcset>`; lists only files that exist. */
    srcSet: string;
    /** For `<source type="image/avif">`: the same widths, as AVIF where there is one; empty when there is none. */
    avifSrcSet: string;
    /** A thumbhash in base64. */
    thumbhash: string;
    /** `#rrggbb`. */
    color: string;
  };
  likeCount: number;
  creator: Creator;
};

export type WallpaperDetail = WallpaperCard & {
  /** `older`, `olderSize`: what the older system kept of an imported picture, where it has no other place. */
  params: {
    size: string;
    quality?: string;
    style?: string;
    revisedPrompt?: string;
    older?: unknown;
    olderSize?: string;
  };
  visibility: Visibility;
  original: { width: number; height: number; bytes: number; contentType: string };
  palette: Color[];
  remixOf: string | null;
  liked: boolean;
  mine: boolean;
  /** Where the viewer wants its middle; null until they have said. */
  focus: Focus | null;
};

/** A point of a picture; 0..1 from the left and the top. */
export type Focus = { x: number; y: number };

export type WallpaperPage = { items: WallpaperCard[]; nextCursor: string | null };

export type Generation = {
  id: string;
  status: Status;
  prompt: string;
  model: string;
  /** `WIDTHxHEIGHT` */
  size: string;
  /** 0..1, while it is being painted and the model says. */
  progress?: number;
  /** Where its owner sees the picture so far, small. */
  preview?: string;
  /** `message` is in English; people are shown the sentence for `reason` in their language. */
  error?: { reason: Reason; message: string; retryable: boolean };
  /** When it is tried again by itself. */
  retryAt?: Date;
  wallpaperId?: string;
  createdAt: Date;
  updatedAt: Date;
  /** Grows by one with every change. */
  version: number;
};

export type GenerationPage = { items: Generation[]; nextCursor: string | null };

export type Screen = { name: string; width: number; height: number };

export type Me = {
  id: string;
  name: string;
  email: string | null;
  avatarUrl: string;
  role: 'user' | 'admin';
  quota: { limit: number; used: number; resetsAt: Date };
  screens: Screen[];
};

/** A browser and its system by name, as far as it tells. */
export type Device = { browser: string | null; system: string | null };

/** One place where a person is signed in. */
export type Session = {
  id: string;
  device: Device;
  startedAt: Date;
  /** Within some minutes. */
  lastSeenAt: Date;
  /** The one that asks. */
  current: boolean;
};

/** A person's sign-in at a provider. */
export type SignIn = {
  provider: string;
  /** The provider's id of the person. */
  accountId: string;
  /** The provider's, for people. */
  name: string;
  /** False for the last way in. */
  removable: boolean;
};

export type Profile = Creator & { wallpaperCount: number };

export const TOKEN_SCOPES = ['read', 'generate'] as const;
/** What a script may do with a token: `generate` makes wallpapers, and reads as well. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export type ApiToken = {
  id: string;
  name: string;
  scope: TokenScope;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt: Date | null;
  expiresAt: Date;
};

/** The only time that the key is seen. */
export type NewApiToken = ApiToken & { key: string };

const PUBLIC_QUERIES = new Set([
  'wallpaper.list',
  'wallpaper.count',
  'user.byId',
  'model.list',
  'model.times',
]);

/** True for queries that answer everyone alike, so that any cache may keep the answer. */
export function isPublicQuery(path: string): boolean {
  return PUBLIC_QUERIES.has(path);
}
