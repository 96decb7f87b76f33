/** Door "./server": what a web process needs to answer requests. */

export { authAdapter } from './account/adapter.ts';
export { avatarSvg } from './account/avatar.ts';
export { creatorParts, type ListedCreator, listCreators } from './account/creators.ts';
export { exportAccount } from './account/export.ts';
export { LocalSignIn } from './account/names.ts';
export {
  endSession,
  renewSession,
  startLocalSession,
  viewerOfSession,
} from './account/sessions.ts';
export { offeredProviders, PROVIDER_IDS, type ProviderId } from './account/sign-ins.ts';
export { viewerOfToken } from './account/tokens.ts';
export { uploadAvatar } from './account/upload-avatar.ts';
export { waitingAddress } from './account/waiting.ts';
export { openStudio, type Studio } from './compose.ts';
export { type Config, ConfigError, parseConfig } from './config.ts';
export { describeError } from './describe-error.ts';
export { EaselError } from './errors.ts';
export { getPreview } from './generation/preview.ts';
export { takeRate } from './rates.ts';
export { checkReady } from './ready.ts';
export { appRouter } from './router/index.ts';
export { startTraces } from './traces/start.ts';
export type { User, Viewer } from './viewer.ts';
export { onGalleryChange } from './wallpaper/announce.ts';
export { countWallpapers } from './wallpaper/counters.ts';
export { DownloadQuery, downloadWallpaper } from './wallpaper/download.ts';
export { listWallpapers } from './wallpaper/list.ts';
export { findMedia, getMedia, type Media, openMedia } from './wallpaper/media.ts';
export { placeholderSvg } from './wallpaper/placeholder.ts';
export { sharePicture } from './wallpaper/share-picture.ts';
export { readWorkload, type Workload } from './workload.ts';
