import { answer, type Client, type components, type operations } from '@pesscara/api-client';
import type { Command } from 'commander';
import {
  addNoun,
  type Invocation,
  itemsOf,
  moreNote,
  textArgument,
  textArguments,
  wholeNumber,
} from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { count, fields, table } from '../output.ts';
import type { Shell } from '../shell.ts';
import { faceCommands } from './quarantine-face.ts';
import { pixelVerbs } from './quarantine-pixels.ts';
import { releasedCommands } from './quarantine-released.ts';
import { valueCommands } from './quarantine-values.ts';

type Case = components['schemas']['QuarantineCase'];
type CaseDetail = components['schemas']['QuarantineCaseDetail'];
type DecideBody = operations['decideCases']['requestBody']['content']['application/json'];
type ReasonCode = NonNullable<DecideBody['reasonCode']>;

function caseTable(items: readonly Case[]): string {
  return table(items, {
    case: (c) => c.id,
    state: (c) => c.state,
    risk: (c) => c.risk,
    subject: (c) => c.subjectCode,
    series: (c) => c.seriesDescription,
    modality: (c) => c.modality,
    images: (c) => c.instanceCount,
    findings: (c) => c.findingCount,
    worst: (c) => c.worstSeverity,
    from: (c) => c.callingAe ?? c.importerName,
  });
}

function describe(detail: CaseDetail): string {
  const head = fields({
    case: detail.id,
    state: detail.state,
    risk: detail.risk,
    subject: detail.subjectCode,
    series: detail.seriesDescription,
    images: detail.instanceCount,
    profile: detail.profile === null ? null : `${detail.profile.name} ${detail.profile.version}`,
    'you may approve': detail.policy.mayApprove ? 'yes' : (detail.policy.why ?? 'no'),
  });
  const findings = table(detail.findings, {
    severity: (f) => f.severity,
    stops: (f) => (f.stopsRelease ? 'stops' : ''),
    finding: (f) => f.title,
    attribute: (f) => f.path,
    count: (f) => f.count,
    detail: (f) => f.detail,
  });
  const decisions = table(detail.decisions, {
    decided: (d) => d.decidedAt,
    verdict: (d) => d.verdict,
    by: (d) => d.byName,
    reason: (d) => d.reason ?? d.reasonCode,
  });
  return [
    head,
    detail.findings.length > 0 ? findings : 'No findings.',
    ...(detail.decisions.length > 0 ? [decisions] : []),
  ].join('\n\n');
}

async function listCases({
  client,
  args,
  options,
}: Invocation<{ state: string; sort: string; limit: number }>) {
  const project = args[0];
  if (project === undefined) {
    const { items } = await answer(client.api.GET('/api/v1/quarantine'));
    return {
      value: items,
      text: table(items, {
        project: (p) => p.projectKey,
        name: (p) => p.projectName,
        open: (p) => p.open,
        'found in released': (p) => p.releasedFindings,
      }),
    };
  }
  const path = { project: textArgument(args, 0) };
  const query = { state: options.state as 'open', sort: options.sort as 'risk' };
  const { items, hasMore } = await itemsOf(options.limit, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/quarantine', {
        params: { path, query: { ...query, ...page } },
      }),
    ),
  );
  return { value: items, text: caseTable(items) + moreNote(hasMore, options.limit) };
}

async function showAttributes({ client, args, options }: Invocation<{ view: string; instance?: string }>) {
  const path = { project: textArgument(args, 0), case: textArgument(args, 1) };
  const query = {
    view: options.view as 'changed',
    ...(options.instance === undefined ? {} : { instance: options.instance }),
  };
  const review = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine/{case}/attributes', { params: { path, query } }),
  );
  const text = table(review.rows, {
    tag: (r) => r.path,
    keyword: (r) => r.keyword,
    change: (r) => r.change,
    before: (r) => r.beforeMasked,
    after: (r) => r.after,
    rule: (r) => r.rule,
    check: (r) => (r.toCheck ? 'look!' : ''),
  });
  return { value: review, text };
}

async function openCases(client: Client, project: string): Promise<{ id: string; version: number }[]> {
  const { items } = await itemsOf(Number.MAX_SAFE_INTEGER, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/quarantine', {
        params: { path: { project }, query: { state: 'open', ...page } },
      }),
    ),
  );
  return items;
}

async function casesById(
  client: Client,
  project: string,
  ids: readonly string[],
): Promise<{ id: string; version: number }[]> {
  const cases: { id: string; version: number }[] = [];
  for (const id of ids)
    cases.push(
      await answer(
        client.api.GET('/api/v1/projects/{project}/quarantine/{case}', {
          params: { path: { project, case: id } },
        }),
      ),
    );
  return cases;
}

const casesOfRequest = 100;

interface DecisionOptions {
  all?: boolean;
  reason?: string;
  code?: string;
}

function reasonsOf({ reason, code }: DecisionOptions) {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { reasonCode: code as ReasonCode }),
  };
}

async function decideOne(
  client: Client,
  project: string,
  { id, version }: { id: string; version: number },
  verdict: Omit<DecideBody, 'cases'>,
) {
  const detail = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/decisions', {
      params: { path: { project, case: id } },
      body: { ...verdict, version },
    }),
  );
  const waits = 'Approved once. A second person must approve it too.';
  const done = `1 case ${verdict.verdict === 'approve' ? 'approved' : 'rejected'}.`;
  return {
    value: [{ id, outcome: 'decided', detail: null }],
    text: detail.state === 'first-approved' ? waits : done,
  };
}

/** Decides the named cases, or all open ones, by the versions that they have now. */
async function decide(
  verdict: 'approve' | 'reject',
  { client, shell, args, options }: Invocation<DecisionOptions>,
) {
  const project = textArgument(args, 0);
  const ids = textArguments(args, 1);
  if ((options.all === true) === ids.length > 0)
    throw new UsageError('Name cases, or give --all for every open one.');
  const cases =
    options.all === true ? await openCases(client, project) : await casesById(client, project, ids);
  const [only] = cases;
  // By itself a case can be approved although an identifier was found in it; together with others it cannot.
  if (options.all !== true && only !== undefined && cases.length === 1)
    return decideOne(client, project, only, { verdict, ...reasonsOf(options) });
  const results: { id: string; outcome: string; detail: string | null }[] = [];
  for (let at = 0; at < cases.length; at += casesOfRequest) {
    const body = {
      verdict,
      cases: cases.slice(at, at + casesOfRequest).map(({ id, version }) => ({ id, version })),
      ...reasonsOf(options),
    };
    const answered = await answer(
      client.api.POST('/api/v1/projects/{project}/quarantine/decisions', {
        params: { path: { project } },
        body,
      }),
    );
    results.push(...answered.results);
  }
  const refused = results.filter(({ outcome }) => outcome !== 'decided');
  if (refused.length > 0) shell.exitCode = 1;
  const lines = refused.map(({ id, detail }) => `${id}: ${detail ?? 'refused'}`);
  const done = results.length - refused.length;
  return {
    value: results,
    text: [
      `${count(done, 'case', 'cases')} ${verdict === 'approve' ? 'approved' : 'rejected'}.`,
      ...lines,
    ].join('\n'),
  };
}

async function undo({ client, args }: Invocation<object>) {
  const path = { project: textArgument(args, 0), case: textArgument(args, 1) };
  const { version, state } = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine/{case}', { params: { path } }),
  );
  if (state === 'released' || state === 'discarded')
    throw new CommandError(`It is too late: the series is ${state}.`);
  const detail = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/undo', {
      params: { path },
      body: { version },
    }),
  );
  return { value: detail, text: describe(detail) };
}

/** quarantine: list, show, attributes, approve, reject, undo, face, decide-face, released-findings, decide-released. */
export function quarantineCommands(program: Command, shell: Shell): void {
  const quarantine = addNoun(program, shell, 'quarantine', 'Series that wait for a review');
  quarantine
    .verb('list [project]', 'The queue of a project; without one, how much waits in each', listCases)
    .option('--state <state>', 'open, decided or all', 'open')
    .option('--sort <order>', 'risk, opened or subject', 'risk')
    .option('--limit <number>', 'how many', wholeNumber, 100);
  quarantine.verb(
    'show <project> <case>',
    'A case with its findings and decisions',
    async ({ client, args }) => {
      const path = { project: textArgument(args, 0), case: textArgument(args, 1) };
      const detail = await answer(
        client.api.GET('/api/v1/projects/{project}/quarantine/{case}', { params: { path } }),
      );
      return { value: detail, text: describe(detail) };
    },
  );
  quarantine
    .verb(
      'attributes <project> <case>',
      'What de-identification did to the header, and by which rule',
      showAttributes,
    )
    .option('--view <rows>', 'changed, kept or all', 'changed')
    .option('--instance <id>', 'of this image; the first one when absent');
  quarantine
    .verb<DecisionOptions>('approve <project> [case...]', 'Releases series', (invocation) =>
      decide('approve', invocation),
    )
    .option('--all', 'every open case of the project')
    .option('--reason <text>', 'a note for the record');
  quarantine
    .verb<DecisionOptions>('reject <project> [case...]', 'Rejects series', (invocation) =>
      decide('reject', invocation),
    )
    .option('--all', 'every open case of the project')
    .requiredOption(
      '--code <code>',
      'identity-in-pixels, identity-in-header, wrong-patient, wrong-project, poor-quality, not-needed, other',
    )
    .option('--reason <text>', 'why, in words');
  valueCommands(quarantine);
  quarantine.verb('undo <project> <case>', 'Takes a decision back, within its ten seconds', undo);
  faceCommands(quarantine);
  pixelVerbs(quarantine);
  releasedCommands(quarantine);
}
