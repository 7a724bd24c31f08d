export { type FeedReader, feedRoutes } from './feed.routes.ts';
export { decodeCursor, encodeCursor, pageOf, pageQuery } from './paging.ts';
export type { RouteProject, RouteSpec } from './route.ts';
export { type Authenticator, createHttp, type Http, type ProjectResolver, type Refusal } from './server.ts';
export { metaRoutes, serveWebApp } from './web-app.ts';
