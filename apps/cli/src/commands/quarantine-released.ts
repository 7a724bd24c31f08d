import { answer, type components } from '@pesscara/api-client';
import { type addNoun, type Invocation, itemsOf, moreNote, textArgument, wholeNumber } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { table } from '../output.ts';

type Released = components['schemas']['ReleasedFindings'];

const verdicts = ['acknowledge', 'withdraw', 'reopen'] as const;

function releasedTable(items: readonly Released[]): string {
  return table(
    items.flatMap((one) => one.findings.map((finding) => ({ ...one, finding }))),
    {
      case: (r) => r.caseId,
      state: (r) => r.state,
      subject: (r) => r.subjectCode,
      series: (r) => r.seriesDescription,
      severity: (r) => r.finding.severity,
      finding: (r) => r.finding.title,
      attribute: (r) => r.finding.path,
      images: (r) => r.finding.count,
      found: (r) => r.foundAt,
      'decide first': (r) => r.waitingCaseId,
    },
  );
}

async function list({ client, args, options }: Invocation<{ state: string; limit: number }>) {
  const path = { project: textArgument(args, 0) };
  const { items, hasMore } = await itemsOf(options.limit, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/released-findings', {
        params: { path, query: { state: options.state as 'open', ...page } },
      }),
    ),
  );
  return { value: items, text: releasedTable(items) + moreNote(hasMore, options.limit) };
}

async function decide({ client, args, options }: Invocation<{ reason?: string }>) {
  const [project, caseId] = [textArgument(args, 0), textArgument(args, 1)];
  const verdict = verdicts.find((one) => one === args[2]);
  if (verdict === undefined) throw new UsageError(`A decision is one of: ${verdicts.join(', ')}.`);
  const state = verdict === 'reopen' ? 'decided' : 'open';
  const found = async (shown: 'open' | 'decided') => {
    const { items } = await itemsOf(Number.MAX_SAFE_INTEGER, (page) =>
      answer(
        client.api.GET('/api/v1/projects/{project}/released-findings', {
          params: { path: { project }, query: { state: shown, ...page } },
        }),
      ),
    );
    return items.find((item) => item.caseId === caseId);
  };
  const one = (await found(state)) ?? (await found(state === 'open' ? 'decided' : 'open'));
  if (one === undefined) throw new CommandError('Nothing was found in a released series of this case.');
  const decided = await answer(
    client.api.POST('/api/v1/projects/{project}/released-findings/{case}/decisions', {
      params: { path: { project, case: caseId } },
      body: {
        verdict,
        version: one.version,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      },
    }),
  );
  return { value: decided, text: releasedTable([decided]) };
}

/** quarantine released-findings, decide-released. */
export function releasedCommands(quarantine: ReturnType<typeof addNoun>): void {
  quarantine
    .verb<{ state: string; limit: number }>(
      'released-findings <project>',
      'What was found in released series after their images were replaced',
      list,
    )
    .option('--state <state>', 'open or decided', 'open')
    .option('--limit <number>', 'how many', wholeNumber, 100);
  quarantine
    .verb<{ reason?: string }>(
      'decide-released <project> <case> <decision>',
      'acknowledge: it stays released; withdraw: back to quarantine; reopen: takes an acknowledgement back',
      decide,
    )
    .option('--reason <text>', 'why it may stay, or may not');
}
