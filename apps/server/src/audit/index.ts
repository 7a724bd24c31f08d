export { auditSettings } from './audit.config.ts';
export { auditRoutes } from './audit.routes.ts';
export { auditHistory } from './audit.schema.ts';
export { type Audit, createAudit } from './audit.service.ts';
export { loadSigner } from './checkpoint.ts';
