import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { stale } from '../../kernel/problems/index.ts';
import { peerExists, peerNotFound } from '../archive.problems.ts';
import type { Peers } from './peer.service.ts';

const fields = {
  callingAe: z
    .string()
    .regex(/^[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]{0,15}$/, '1 to 16 characters, no backslash')
    .transform((text) => text.trimEnd()),
  addresses: z.array(z.string().max(64)).max(100).describe('Addresses or CIDR blocks; none: any address'),
  certificateSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits')
    .nullable()
    .describe('SHA-256 of the certificate that the sender must show over TLS'),
  description: z.string().max(500),
  enabled: z.boolean(),
};

const addition = z.object({
  ...fields,
  addresses: fields.addresses.default([]),
  certificateSha256: fields.certificateSha256.default(null),
  description: fields.description.default(''),
  enabled: fields.enabled.default(true),
});

// Without the defaults of an addition: what a change does not name stays as it is, the allowed addresses above all.
const change = z.object({ ...z.object(fields).partial().shape, version: z.number().int() });

const peer = z
  .object({ ...fields, callingAe: z.string(), id: z.uuid(), version: z.number().int() })
  .meta({ id: 'Peer', description: 'A sender that may call.' });
const permission = { system: 'peers:manage' } as const;
const params = z.object({ id: z.uuid() });

/** The list of senders over HTTP. */
export function peerRoutes(http: Http, peers: Peers): void {
  http.route(
    {
      method: 'GET',
      url: '/peers',
      operationId: 'listPeers',
      tag: 'archive',
      summary: 'The senders that may call',
      permission,
      response: z.object({ items: z.array(peer) }),
    },
    async () => ({ items: await peers.list() }),
  );
  http.route(
    {
      method: 'POST',
      url: '/peers',
      operationId: 'addPeer',
      tag: 'archive',
      summary: 'Let a sender call',
      permission,
      body: addition,
      response: peer,
      status: 201,
      problems: [peerExists],
    },
    ({ ctx, body }) => peers.add(ctx, body),
  );
  http.route(
    {
      method: 'PATCH',
      url: '/peers/:id',
      operationId: 'changePeer',
      tag: 'archive',
      summary: 'Change a sender',
      permission,
      params,
      body: change,
      response: peer,
      problems: [peerNotFound, stale],
    },
    ({ ctx, params: { id }, body: { version, ...partial } }) =>
      peers.change(
        ctx,
        id,
        version,
        Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined)),
      ),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/peers/:id',
      operationId: 'removePeer',
      tag: 'archive',
      summary: 'Do not let a sender call any more',
      permission,
      params,
      problems: [peerNotFound],
    },
    ({ ctx, params: { id } }) => peers.remove(ctx, id),
  );
}
