import { answer, ConnectionError } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, addVerb, type Invocation, textArgument, wholeNumber } from '../command.ts';
import { fields, formatBytes, table } from '../output.ts';
import { serverSentEvents } from '../server-sent-events.ts';
import type { Shell } from '../shell.ts';

/** `pesscara health`: for scripts that wait for a server. */
export function healthCommand(program: Command, shell: Shell): void {
  addVerb(
    program,
    shell,
    'health',
    'Whether the server is ready; exit status 1 when not',
    async ({ client }) => {
      const health = await answer(client.api.GET('/api/v1/health'));
      if (health.status !== 'ready') shell.exitCode = 1;
      return { value: health, text: `${client.baseUrl} ${health.status}, version ${health.version}` };
    },
  );
}

/** `pesscara overview PROJECT` */
export function overviewCommand(program: Command, shell: Shell): void {
  addVerb(program, shell, 'overview <project>', 'How far a project is', async ({ client, args }) => {
    const path = { project: textArgument(args, 0) };
    const overview = await answer(
      client.api.GET('/api/v1/projects/{project}/overview', { params: { path } }),
    );
    const { funnel, counts, byModality } = overview;
    const { sizeBytes, ...numbers } = counts;
    const parts = [
      fields({ ...numbers, size: formatBytes(sizeBytes) }),
      table(Object.entries(funnel), { stage: ([stage]) => stage, series: ([, series]) => series }),
      table(byModality, { modality: (m) => m.value, series: (m) => m.count }),
    ];
    return { value: overview, text: parts.join('\n\n') };
  });
}

const reconnectMs = 2000;

/** Follows the stream and takes it up again where it broke; ends with Ctrl-C. */
async function tail({ client, shell, options }: Invocation<{ after?: number; json?: boolean }>) {
  let after = options.after;
  while (!shell.signal.aborted) {
    try {
      const path = `/api/v1/events/stream${after === undefined ? '' : `?after=${after}`}`;
      const response = await client.stream({ path, accept: 'text/event-stream', signal: shell.signal });
      for await (const { id, data } of serverSentEvents(response, shell.signal)) {
        if (data === '') continue;
        if (id !== undefined) after = Number(id);
        shell.write(`${options.json === true ? data : lineOf(data)}\n`);
      }
    } catch (error) {
      if (shell.signal.aborted) break;
      if (!(error instanceof ConnectionError) && !(error instanceof TypeError)) throw error;
      shell.writeError('The connection broke; trying again.\n');
    }
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
  return undefined;
}

function lineOf(data: string): string {
  const { position, occurredAt, type, subject } = JSON.parse(data) as {
    position: number;
    occurredAt: string;
    type: string;
    subject: { kind: string; id: string };
  };
  return `${position}  ${occurredAt}  ${type}  ${subject.kind} ${subject.id}`;
}

/** events: list, tail. */
export function eventCommands(program: Command, shell: Shell): void {
  const events = addNoun(program, shell, 'events', 'Facts as they happen');
  events
    .verb<{ after: number; limit: number }>(
      'list',
      'Events after a position',
      async ({ client, options }) => {
        const query = { after: options.after, limit: options.limit };
        const { items, last } = await answer(client.api.GET('/api/v1/events', { params: { query } }));
        const text = table(items, {
          position: (e) => e.position,
          when: (e) => e.occurredAt,
          type: (e) => e.type,
          subject: (e) => `${e.subject.kind} ${e.subject.id}`,
        });
        return { value: { items, last }, text };
      },
    )
    .option('--after <position>', 'position of the last one you have', wholeNumber, 0)
    .option('--limit <number>', 'how many', wholeNumber, 100);
  events
    .verb('tail', 'Follows events until Ctrl-C, one a line', tail)
    .option('--after <position>', 'begin after this position; the newest when absent', wholeNumber);
}
