import { z } from 'zod';
import { pageOf, pageQuery } from '../kernel/http/index.ts';

const objectReference = z.object({ kind: z.string(), id: z.string() });

export const auditEntry = z
  .object({
    id: z.uuid(),
    sequence: z.number().int().nullable().describe('Place in the hash chain; null until the next second'),
    occurredAt: z.iso.datetime(),
    action: z
      .enum(['C', 'R', 'U', 'D', 'E'])
      .describe('Create, read, update, delete, execute (PS3.15 A.5.1)'),
    type: z.string(),
    outcome: z.union([z.literal(0), z.literal(4), z.literal(8), z.literal(12)]),
    actor: z.object({ id: z.string(), name: z.string(), kind: z.string(), address: z.string().optional() }),
    projectId: z.uuid().nullable(),
    object: objectReference,
    related: z.array(objectReference).optional(),
    reason: z.string().nullable(),
    before: z.json().optional(),
    after: z.json().optional(),
    correlationId: z.string(),
  })
  .meta({ id: 'AuditEntry', description: 'Who did what to what, when and why' });
export type AuditEntry = z.output<typeof auditEntry>;

const filterShape = {
  actor: z.string().max(200).optional().describe('Id of an account or sender'),
  type: z.string().max(200).optional(),
  objectKind: z.string().max(200).optional(),
  objectId: z.string().max(200).optional(),
  from: z.iso.datetime().optional().describe('Not before'),
  to: z.iso.datetime().optional().describe('Before'),
};

export const projectAuditQuery = pageQuery.extend(filterShape);
export const auditQuery = projectAuditQuery.extend({
  project: z.string().max(200).optional().describe('Key or id of a project'),
});
export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });

export const auditHistory = z.object({ items: z.array(auditEntry) }).meta({ id: 'AuditHistory' });

export const auditCheckpoints = z
  .object({
    items: z.array(
      z.object({
        size: z.number().int().describe('Entries that it covers'),
        root: z.string().describe('RFC 6962 tree root, hexadecimal'),
        note: z.string().describe('C2SP signed note: keep it elsewhere as a witness'),
        madeAt: z.iso.datetime(),
      }),
    ),
    publicKey: z.string().describe('C2SP verifier key: name+id+base64'),
  })
  .meta({ id: 'AuditCheckpoints' });
