import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, pgErrorConstraint, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { invalidRequest, problem, stale } from '../../kernel/problems/index.ts';
import { peerExists, peerNotFound } from '../archive.problems.ts';
import { addressMistake, addressTest, plainAddress } from '../routing/route.ts';

export interface Peer {
  id: string;
  callingAe: string;
  addresses: string[];
  certificateSha256: string | null;
  description: string;
  enabled: boolean;
  version: number;
}

export type PeerChange = Omit<Peer, 'id' | 'version'>;

/** Who asks for an association. */
export interface AssociationRequest {
  callingAe: string;
  calledAe: string;
  address: string;
  certificateSha256?: string | undefined;
}

/** PS3.8 9.3.4: why an association is refused. */
export type Admission =
  | { kind: 'admitted' }
  | {
      kind: 'refused';
      reason: 'called-ae-not-recognized' | 'calling-ae-not-recognized' | 'address' | 'certificate';
    };

export interface AdmissionRules {
  aeTitle: string;
  acceptAnyCalledAe: boolean;
  loopbackIsTrusted: boolean;
}

/** True for 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || plain.startsWith('127.');
}

/** The admission of a sender: default deny, but for this machine itself when that is trusted. */
export function admit(rules: AdmissionRules, peers: readonly Peer[], request: AssociationRequest): Admission {
  if (!rules.acceptAnyCalledAe && request.calledAe.trim() !== rules.aeTitle)
    return { kind: 'refused', reason: 'called-ae-not-recognized' };
  const peer = peers.find((candidate) => candidate.callingAe === request.callingAe.trim());
  if (peer === undefined)
    return rules.loopbackIsTrusted && isLoopback(request.address)
      ? { kind: 'admitted' }
      : { kind: 'refused', reason: 'calling-ae-not-recognized' };
  if (!peer.enabled) return { kind: 'refused', reason: 'calling-ae-not-recognized' };
  if (peer.addresses.length > 0 && !addressTest(peer.addresses)(request.address))
    return { kind: 'refused', reason: 'address' };
  if (peer.certificateSha256 !== null && peer.certificateSha256 !== request.certificateSha256)
    return { kind: 'refused', reason: 'certificate' };
  return { kind: 'admitted' };
}

function checkAddresses(addresses: readonly string[]): void {
  const errors = addresses.flatMap((block, index) => {
    const detail = addressMistake(block);
    return detail === undefined ? [] : [{ pointer: `/body/addresses/${index}`, detail }];
  });
  if (errors.length > 0)
    throw problem(invalidRequest, { detail: errors.map((error) => error.detail).join('; '), errors });
}

/** The list of senders that may call. */
export function createPeers({
  db,
  clock,
  audit,
  refreshMs,
}: {
  db: Database;
  clock: Clock;
  audit: Audit;
  refreshMs: number;
}) {
  let cached: { peers: Peer[]; at: number } | undefined;

  async function list(): Promise<Peer[]> {
    const rows = await db.selectFrom('archive.peer').selectAll().orderBy('calling_ae').execute();
    return rows.map((row) => ({
      id: row.id,
      callingAe: row.calling_ae,
      addresses: row.addresses,
      certificateSha256: row.certificate_sha256,
      description: row.description,
      enabled: row.enabled,
      version: row.version,
    }));
  }

  function columns(change: PeerChange) {
    return {
      calling_ae: change.callingAe,
      addresses: change.addresses,
      certificate_sha256: change.certificateSha256,
      description: change.description,
      enabled: change.enabled,
    };
  }

  async function find(id: string): Promise<Peer> {
    const peer = (await list()).find((candidate) => candidate.id === id);
    if (peer === undefined) throw problem(peerNotFound);
    return peer;
  }

  async function add(ctx: Context, change: PeerChange): Promise<Peer> {
    checkAddresses(change.addresses);
    const id = newId();
    try {
      await transact(db, async (trx) => {
        await trx
          .insertInto('archive.peer')
          .values({ id, ...columns(change), created_at: clock.now() })
          .execute();
        await audit.record(trx, ctx, {
          action: 'C',
          type: 'archive.peer.added',
          object: { kind: 'peer', id },
          after: change,
        });
      });
    } catch (error) {
      if (pgErrorConstraint(error) === 'peer_calling_ae_unique')
        throw problem(peerExists, { detail: `Change the peer ${change.callingAe} instead.` });
      throw error;
    }
    cached = undefined;
    return find(id);
  }

  async function change(
    ctx: Context,
    id: string,
    version: number,
    partial: Partial<PeerChange>,
  ): Promise<Peer> {
    const before = await find(id);
    const after = { ...before, ...partial };
    checkAddresses(after.addresses);
    await transact(db, async (trx) => {
      const row = await trx
        .updateTable('archive.peer')
        .set({ ...columns(after), version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw problem(stale, { detail: 'Load the peer again and repeat your change.' });
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'archive.peer.changed',
        object: { kind: 'peer', id },
        before,
        after,
      });
    });
    cached = undefined;
    return find(id);
  }

  async function remove(ctx: Context, id: string): Promise<void> {
    const before = await find(id);
    await transact(db, async (trx) => {
      await trx.deleteFrom('archive.peer').where('id', '=', id).execute();
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'archive.peer.removed',
        object: { kind: 'peer', id },
        before,
      });
    });
    cached = undefined;
  }

  return {
    list,
    add,
    change,
    remove,
    /** May this sender call? The list is read again after `refreshMs`. */
    async admits(rules: AdmissionRules, request: AssociationRequest): Promise<Admission> {
      const now = clock.now().getTime();
      if (cached === undefined || now - cached.at > refreshMs) cached = { peers: await list(), at: now };
      return admit(rules, cached.peers, request);
    },
  };
}

export type Peers = ReturnType<typeof createPeers>;
