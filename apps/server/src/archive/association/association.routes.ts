import { z } from 'zod';
import { type Http, pageOf, pageQuery } from '../../kernel/http/index.ts';
import type { Held } from '../held/held.service.ts';
import type { Associations } from './association.service.ts';

const association = z
  .object({
    id: z.uuid(),
    channel: z.enum(['dimse', 'stow', 'upload']),
    callingAe: z.string().nullable(),
    calledAe: z.string().nullable(),
    address: z.string().nullable(),
    tls: z.boolean(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    outcome: z.string().nullable(),
    receivedCount: z.number().int(),
    duplicateCount: z.number().int(),
    conflictCount: z.number().int(),
    heldCount: z.number().int(),
    refusedCount: z.number().int(),
    sizeBytes: z.number().int(),
  })
  .meta({
    id: 'Association',
    description: 'A connection of a sender: an association, an upload, a STOW request.',
  });

/** Where the DICOM receiver is, for people who set up a scanner. */
export interface ReceiverAddress {
  aeTitle: string;
  host: string;
  port: number;
  tlsPort: number | null;
}

/** Connections and the receiver's address over HTTP. */
export function associationRoutes(
  http: Http,
  associations: Associations,
  held: Held,
  receiver: () => ReceiverAddress,
): void {
  http.route(
    {
      method: 'GET',
      url: '/receivers',
      operationId: 'getReceivers',
      tag: 'archive',
      summary: 'Where to send, and how much is held',
      permission: 'signed-in',
      response: z
        .object({
          dicom: z.object({
            aeTitle: z.string(),
            host: z.string(),
            port: z.number().int(),
            tlsPort: z.number().int().nullable(),
          }),
          heldCount: z.number().int(),
        })
        .meta({ id: 'Receivers' }),
    },
    async () => ({
      dicom: receiver(),
      heldCount: (await held.countByReason()).reduce((sum, { count }) => sum + count, 0),
    }),
  );
  http.route(
    {
      method: 'GET',
      url: '/associations',
      operationId: 'listAssociations',
      tag: 'archive',
      summary: 'Connections of senders, newest first',
      permission: { system: 'server:observe' },
      query: pageQuery,
      response: pageOf(association),
    },
    async ({ query }) => {
      const { items, nextCursor } = await associations.list(query);
      return {
        items: items.map((row) => ({
          id: row.id,
          channel: row.channel as 'dimse',
          callingAe: row.calling_ae,
          calledAe: row.called_ae,
          address: row.address,
          tls: row.tls,
          startedAt: row.started_at.toISOString(),
          endedAt: row.ended_at?.toISOString() ?? null,
          outcome: row.outcome,
          receivedCount: row.received_count,
          duplicateCount: row.duplicate_count,
          conflictCount: row.conflict_count,
          heldCount: row.held_count,
          refusedCount: row.refused_count,
          sizeBytes: row.size_bytes,
        })),
        nextCursor,
      };
    },
  );
}
