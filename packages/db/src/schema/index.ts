export * from './generations.ts';
export * from './users.ts';
export * from './wallpapers.ts';
