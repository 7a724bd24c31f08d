import { buildFileMeta, type DataSet, firstText } from '@pesscara/dicom';
import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { objectHeld } from '../archive.events.ts';
import type { Announcement, ArrivalSource } from './arrived-instance.ts';

/** Original bytes on their way into the vault. */
export interface HoldWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** Durable and on record when it resolves with the held object's id. */
  seal(): Promise<string>;
  discard(): Promise<void>;
}

export interface HoldFacts {
  reason: string;
  detail: string;
  header?: DataSet | undefined;
  announcement: Announcement;
}

/** Only what cannot name a person: the modality is one of the standard's terms or nothing. */
function safeModality(header: DataSet | undefined): string | null {
  const modality = header === undefined ? undefined : firstText(header, 'Modality');
  return modality !== undefined && /^[A-Z]{2,16}$/.test(modality) ? modality : null;
}

function uidOrNull(text: string | undefined): string | null {
  return text !== undefined && /^[0-9.]{1,64}$/.test(text) && text.startsWith('1.2.840.10008.') ? text : null;
}

/** Keeps what cannot be placed, encrypted, with a row that says why. */
export function createHolder(deps: {
  db: Database;
  vault: Vault;
  events: Events;
  audit: Audit;
  clock: Clock;
  ctx: Context;
}) {
  return (source: ArrivalSource, { reason, detail, header, announcement }: HoldFacts): HoldWriter => {
    const id = newId();
    const writer = deps.vault.createFileWriter();
    let sizeBytes = 0;
    // A bare data set is kept as a file, so that it can be read again by itself.
    const meta =
      announcement.format === 'data-set'
        ? buildFileMeta({
            mediaStorageSopClassUid: announcement.sopClassUid ?? '',
            mediaStorageSopInstanceUid: announcement.sopInstanceUid ?? '',
            transferSyntaxUid: announcement.transferSyntaxUid ?? '1.2.840.10008.1.2',
          })
        : undefined;
    let isBegun = false;

    async function write(bytes: Uint8Array): Promise<void> {
      if (!isBegun) {
        isBegun = true;
        if (meta !== undefined) await writer.write(meta);
      }
      sizeBytes += bytes.length;
      await writer.write(bytes);
    }

    async function seal(): Promise<string> {
      if (!isBegun) await write(new Uint8Array(0));
      const vaultName = await writer.seal();
      await transact(deps.db, async (trx) => {
        await trx
          .insertInto('archive.held')
          .values({
            id,
            association_id: source.associationId,
            channel: source.channel,
            calling_ae: source.callingAe ?? null,
            called_ae: source.calledAe ?? null,
            reason,
            detail,
            sop_class_uid: uidOrNull(
              announcement.sopClassUid ?? (header && firstText(header, 'SOPClassUID')),
            ),
            modality: safeModality(header),
            transfer_syntax_uid: uidOrNull(announcement.transferSyntaxUid),
            size_bytes: sizeBytes,
            vault_name: vaultName,
            project_id: source.projectId ?? null,
            held_at: deps.clock.now(),
          })
          .execute();
        await deps.audit.record(trx, deps.ctx, {
          action: 'C',
          type: 'archive.object.held',
          object: { kind: 'held', id },
          reason,
        });
        await deps.events.publish(trx, objectHeld, {
          ctx: deps.ctx,
          projectId: null,
          subject: { kind: 'held', id },
          data: { heldId: id, reason },
        });
      });
      return id;
    }

    return { write, seal, discard: () => writer.discard() };
  };
}
