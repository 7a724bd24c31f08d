export { auditSettings } from './audit.config.ts';
export { type AuditRouteOptions, auditRoutes } from './audit.routes.ts';
export { type AuditEntry, auditEntry, auditHistory } from './audit.schema.ts';
export { type Audit, type AuditObject, type AuditRecord, createAudit } from './audit.service.ts';
export { loadSigner, type Signer } from './checkpoint.ts';
