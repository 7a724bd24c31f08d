import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { answer, type Client, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { verifyAuditExport } from '../../../../tools/verify-audit.mjs';
import { addNoun, collect, type Invocation, itemsOf, moreNote, wholeNumber } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { table } from '../output.ts';
import { type SaveOptions, saveDownload } from '../save-download.ts';
import type { Shell } from '../shell.ts';

type Entry = components['schemas']['AuditEntry'];

interface ListOptions {
  project?: string;
  actor?: string;
  type?: string;
  from?: string;
  to?: string;
  limit: number;
}

export function auditTable(items: readonly Entry[]): string {
  return table(items, {
    when: (e) => e.occurredAt,
    who: (e) => e.actor.name,
    what: (e) => e.type,
    object: (e) => `${e.object.kind} ${e.object.id}`,
    reason: (e) => e.reason,
    outcome: (e) => (e.outcome === 0 ? 'done' : 'failed'),
  });
}

async function list({ client, options }: Invocation<ListOptions>) {
  const { limit, project, actor, type, from, to } = options;
  const filters = {
    ...(actor === undefined ? {} : { actor }),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  // Of a project a member with the right may read; the whole trail is for auditors.
  const { items, hasMore } = await itemsOf(limit, (page) =>
    project === undefined
      ? answer(client.api.GET('/api/v1/audit', { params: { query: { ...filters, ...page } } }))
      : answer(
          client.api.GET('/api/v1/projects/{project}/audit', {
            params: { path: { project }, query: { ...filters, ...page } },
          }),
        ),
  );
  return { value: items, text: auditTable(items) + moreNote(hasMore, limit) };
}

interface VerifyOptions {
  file?: string;
  publicKey?: string;
  checkpoint?: string[];
}

async function exportedLines(client: Client, file: string | undefined): Promise<AsyncIterable<string>> {
  const input =
    file === undefined
      ? Readable.fromWeb(
          (await client.stream({ path: '/api/v1/audit/export' })).body as Parameters<
            typeof Readable.fromWeb
          >[0],
        )
      : createReadStream(file);
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

async function publicKeyOf(
  client: Client,
  given: string | undefined,
): Promise<{ key: string; isFromServer: boolean }> {
  if (given !== undefined)
    return { key: existsSync(given) ? await readFile(given, 'utf8') : given, isFromServer: false };
  const { publicKey } = await answer(client.api.GET('/api/v1/audit/checkpoints'));
  return { key: publicKey, isFromServer: true };
}

async function verify({ client, shell, options }: Invocation<VerifyOptions>) {
  if (options.file !== undefined && options.publicKey === undefined)
    throw new UsageError('With --file, give the key that auditors hold: --public-key KEY|FILE');
  const { key, isFromServer } = await publicKeyOf(client, options.publicKey);
  const checkpoints = await Promise.all((options.checkpoint ?? []).map((file) => readFile(file, 'utf8')));
  let result: Awaited<ReturnType<typeof verifyAuditExport>>;
  try {
    result = await verifyAuditExport(await exportedLines(client, options.file), {
      publicKeys: [key],
      checkpoints,
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError('This is no export of an audit trail.');
    throw error;
  }
  const { ok, size, root, defect } = result;
  if (!ok) shell.exitCode = 1;
  const intact = [
    `Intact: ${size} entries, ${result.checkpoints} signed checkpoints, root ${root}`,
    ...(isFromServer
      ? [
          'The key is the one that the server gives; an auditor compares it with a copy: --public-key, --checkpoint.',
        ]
      : []),
  ];
  const broken = `NOT INTACT at entry ${defect?.sequence ?? 0}: ${defect?.kind ?? ''} (${defect?.detail ?? ''})`;
  return { value: result, text: ok ? intact.join('\n') : broken };
}

/** audit: list, export, checkpoints, verify. */
export function auditCommands(program: Command, shell: Shell): void {
  const audit = addNoun(program, shell, 'audit', 'Who did what, when and why');
  audit
    .verb('list', 'Entries, newest first', list)
    .option('--project <key>', 'of a project')
    .option('--actor <id>', 'by this account')
    .option('--type <type>', 'e.g. curation.case.approved')
    .option('--from <time>', 'from this time on (ISO 8601)')
    .option('--to <time>', 'up to this time')
    .option('--limit <number>', 'how many', wholeNumber, 50);
  audit
    .verb<SaveOptions>(
      'export',
      'The whole trail as JSON lines, to keep and to verify',
      ({ client, shell: own, options }) => saveDownload(client, own, '/api/v1/audit/export', options),
    )
    .option('--output <path>', 'file or folder; - for standard output', '.')
    .option('--force', 'replace a file that is there');
  audit.verb('checkpoints', 'Signed heads of the trail, to keep outside', async ({ client }) => {
    const checkpoints = await answer(client.api.GET('/api/v1/audit/checkpoints'));
    return {
      value: checkpoints,
      text: `${checkpoints.publicKey}\n\n${checkpoints.items.map(({ note }) => note).join('\n')}`,
    };
  });
  audit
    .verb(
      'verify',
      'Recomputes the chain and checks its signatures; exit status 1 when it was altered',
      verify,
    )
    .option('--file <file>', 'of an export, instead of what the server has now')
    .option('--public-key <key>', 'the verifier key, or a file with it')
    .option('--checkpoint <file>', 'a checkpoint that was kept outside; may be repeated', collect);
}
