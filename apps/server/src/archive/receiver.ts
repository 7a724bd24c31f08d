import {
  dimseStatus,
  rejectReason,
  rejectSource,
  type StoreSink,
  storageSopClassName,
} from '@pesscara/dicom';
import type { Audit } from '../audit/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import type { Archive } from './archive.service.ts';
import type { RunningAssociation } from './association/association.service.ts';
import { defaultDimseLimits } from './dimse/dimse-limits.ts';
import { createDimseListener } from './dimse/dimse-listener.ts';
import type {
  Association,
  AssociationAdmission,
  DimseTlsOptions,
  StoreInfo,
} from './dimse/listener-options.ts';
import type { ArrivalOutcome, RefusalReason } from './ingest/arrived-instance.ts';
import type { Admission } from './peer/peer.service.ts';

export interface ReceiverOptions {
  archive: Archive;
  db: Database;
  audit: Audit;
  ctx: Context;
  log: Logger;
  monotonicMs(): number;
  config: {
    host: string;
    dicomPort: number;
    aeTitle: string;
    acceptAnyCalledAe: boolean;
    loopbackIsTrusted: boolean;
    acceptPrivateSopClasses: boolean;
    maxAssociations: number;
    maxAssociationsPerPeer: number;
    newAssociationsPerSecond: number;
    minBytesPerSecond: number;
    maxMessageBytes: number;
    associationIdleMs: number;
  };
  tls?: DimseTlsOptions | undefined;
}

/** PS3.4 Table B.2-1 and PS3.7 Annex C: how the refusals of the archive are called in DIMSE. */
const statusOfRefusal = {
  malformed: dimseStatus.cannotUnderstand,
  'too-large': dimseStatus.outOfResources,
  'out-of-resources': dimseStatus.outOfResources,
  'does-not-match-command': dimseStatus.dataSetDoesNotMatchSopClass,
  'consent-withdrawn': dimseStatus.notAuthorized,
  aborted: dimseStatus.processingFailure,
} satisfies Record<RefusalReason, number>;

/** Success means that we have it, durably: stored, known already, kept beside another, or held in the vault. */
export function statusOf(outcome: ArrivalOutcome): number {
  if (outcome.kind === 'refused') return statusOfRefusal[outcome.reason];
  return outcome.kind === 'ignored' ? dimseStatus.cannotUnderstand : dimseStatus.success;
}

/** PS3.8 Table 9-21: why an association is refused. Address and certificate have no code of their own. */
function rejection(reason: Exclude<Admission, { kind: 'admitted' }>['reason']): AssociationAdmission {
  const { calledAeTitleNotRecognized, callingAeTitleNotRecognized } = rejectReason.serviceUser;
  return {
    kind: 'rejected',
    source: rejectSource.serviceUser,
    reason: reason === 'called-ae-not-recognized' ? calledAeTitleNotRecognized : callingAeTitleNotRecognized,
  };
}

/** Storage classes that we do not know: private ones, and those of a later edition. The standard's other services are none. */
function mayStore(sopClassUid: string): boolean {
  return !sopClassUid.startsWith('1.2.840.10008.') || sopClassUid.startsWith('1.2.840.10008.5.1.4.1.1.');
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** The DICOM receiver over the archive: who may call, what is taken, what is answered. */
export function createReceiver({ archive, db, audit, ctx, log, monotonicMs, config, tls }: ReceiverOptions) {
  const running = new Map<Association, Promise<RunningAssociation>>();

  async function refuse(association: Association, reason: string): Promise<void> {
    log.warn(
      {
        event: 'archive.association.refused',
        callingAe: association.callingAe,
        address: association.address,
        reason,
      },
      'Association refused',
    );
    await transact(db, (trx) =>
      audit.record(
        trx,
        { ...ctx, actor: { ...ctx.actor, address: association.address } },
        {
          action: 'E',
          type: 'archive.association.refused',
          outcome: 8,
          object: { kind: 'ae', id: association.callingAe },
          reason,
          after: { calledAe: association.calledAe, tls: association.tls },
        },
      ),
    );
  }

  async function admit(association: Association): Promise<AssociationAdmission> {
    const { callingAe, calledAe, address, clientCertificateSha256 } = association;
    const admission = await archive.peers.admits(config, {
      callingAe,
      calledAe,
      address,
      certificateSha256: clientCertificateSha256,
    });
    if (admission.kind === 'admitted') return { kind: 'accepted' };
    await refuse(association, admission.reason);
    return rejection(admission.reason);
  }

  function runningOf(association: Association): Promise<RunningAssociation> {
    const known = running.get(association);
    if (known !== undefined) return known;
    const { callingAe, calledAe, address } = association;
    const begun = archive.associations.begin({
      channel: 'dimse',
      callingAe,
      calledAe,
      address,
      tls: association.tls,
    });
    running.set(association, begun);
    return begun;
  }

  function openStore({ association, sopClassUid, sopInstanceUid, transferSyntaxUid }: StoreInfo): StoreSink {
    let arrival: ReturnType<typeof archive.open> | undefined;
    let counted: RunningAssociation | undefined;
    let sizeBytes = 0;

    async function begin(): Promise<ReturnType<typeof archive.open>> {
      counted = await runningOf(association);
      arrival = archive.open(counted.source, {
        format: 'data-set',
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
      });
      return arrival;
    }

    return {
      write(chunk) {
        sizeBytes += chunk.length;
        return arrival === undefined ? begin().then((begun) => begun.write(chunk)) : arrival.write(chunk);
      },
      async end() {
        try {
          const outcome = await (arrival ?? (await begin())).end();
          counted?.count(outcome, sizeBytes);
          return statusOf(outcome);
        } catch (error) {
          log.error(
            {
              event: 'archive.store.failed',
              error: { name: (error as Error).name, stack: (error as Error).stack },
            },
            'An object could not be stored',
          );
          return isDiskFull(error) ? dimseStatus.outOfResources : dimseStatus.processingFailure;
        }
      },
      abort() {
        arrival?.abort().catch((error: unknown) => {
          log.warn(
            { event: 'archive.store.abortFailed', error: { name: (error as Error).name } },
            'A half-received object could not be dropped',
          );
        });
      },
    };
  }

  return createDimseListener({
    host: config.host,
    port: config.dicomPort,
    ...(tls === undefined ? {} : { tls }),
    limits: {
      ...defaultDimseLimits,
      maxAssociations: config.maxAssociations,
      maxAssociationsPerAddress: config.maxAssociationsPerPeer,
      newAssociationsPerSecond: config.newAssociationsPerSecond,
      minBytesPerSecond: config.minBytesPerSecond,
      newAssociationsBurst: 5 * config.newAssociationsPerSecond,
      maxMessageBytes: config.maxMessageBytes,
      idleMs: config.associationIdleMs,
    },
    log,
    monotonicMs,
    admit,
    acceptsSopClass: (uid) =>
      storageSopClassName(uid) !== undefined || (config.acceptPrivateSopClasses && mayStore(uid)),
    acceptsTransferSyntax: () => true,
    openStore,
    onAssociationEnded({ association, kind }) {
      const begun = association === undefined ? undefined : running.get(association);
      if (association === undefined || begun === undefined) return;
      running.delete(association);
      begun
        .then((one) => one.end(kind))
        .catch((error: unknown) => {
          log.warn(
            { event: 'archive.association.unrecorded', error: { name: (error as Error).name } },
            'The end of an association could not be recorded',
          );
        });
    },
  });
}
