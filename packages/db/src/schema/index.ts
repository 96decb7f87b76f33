export * from './generations.ts';
export * from './imports.ts';
export * from './tokens.ts';
export * from './users.ts';
export * from './wallpapers.ts';
