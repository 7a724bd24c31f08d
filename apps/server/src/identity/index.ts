export { identitySettings } from './identity.config.ts';
export { identityRoutes } from './identity.routes.ts';
export { createIdentity, type Identity, type IdentityDeps } from './identity.service.ts';
