import { answer, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, collect, type Invocation, textArgument } from '../command.ts';
import { UsageError } from '../failures.ts';
import { fields, table } from '../output.ts';
import type { Shell } from '../shell.ts';
import { type FilterOptions, filterQuery, withFilters } from './filters.ts';
import { findProfile } from './profiles.ts';

type Run = components['schemas']['Rerun'];
type Plan = components['schemas']['RerunPlan'];
type Result = components['schemas']['RerunSeries'];

const resultsShown = 500;

interface StartOptions extends FilterOptions {
  series?: string[];
  all?: boolean;
  discard?: boolean;
  dryRun?: boolean;
  reason?: string;
}

const versionText = ({ name, version }: Run['profile']) => `${name} version ${version}`;

function runText({
  id,
  profile,
  state,
  reason,
  startedAt,
  startedBy,
  endedAt,
  series,
  instances,
}: Run): string {
  const done = series.total - series.waiting;
  return fields({
    run: id,
    profile: versionText(profile),
    state,
    series: `${done} of ${series.total} done: ${series.replaced} replaced, ${series.unchanged} unchanged, ${series.kept} kept as they were`,
    instances: `${instances.replaced} replaced, ${instances.fromOriginals} of them from their originals`,
    reason,
    started: `${startedAt} by ${startedBy}`,
    ended: endedAt,
  });
}

function planText({ profile, series, instances, withOriginals, groups }: Plan): string {
  const head = fields({
    profile: versionText(profile),
    series,
    instances: `${instances}, ${withOriginals} with originals; of the others nothing that was removed can come back`,
  });
  const rows = groups.flatMap((group) =>
    (group.diff?.actions ?? []).map((action) => ({ of: versionText(group.profile), ...action })),
  );
  if (rows.length === 0) return head;
  const changes = table(rows, {
    'made by': (row) => row.of,
    attribute: (row) => row.attribute,
    keyword: (row) => row.keyword,
    before: (row) => row.before?.action,
    after: (row) => row.after?.action,
  });
  return `${head}\n\n${changes}`;
}

/** All is said aloud: a filter that was forgotten would be everything. */
function scopeOf(options: StartOptions): components['schemas']['RerunScope'] {
  if (options.series !== undefined) return { seriesIds: options.series };
  const filter = filterQuery(options);
  if (Object.keys(filter).length === 0 && options.all !== true)
    throw new UsageError('Say which series: --all, --series, or a filter');
  return { filter };
}

async function start({ client, args, options }: Invocation<StartOptions>) {
  const path = { project: textArgument(args, 0) };
  const { id: profileId } = await findProfile(client, textArgument(args, 1));
  const scope = scopeOf(options);
  if (options.dryRun === true) {
    const plan = await answer(
      client.api.POST('/api/v1/projects/{project}/rerun-plans', {
        params: { path },
        body: { profileId, scope },
      }),
    );
    return { value: plan, text: planText(plan) };
  }
  if (options.reason === undefined) throw new UsageError('Say why: --reason');
  const previous = options.discard === true ? 'discard' : 'keep';
  const run = await answer(
    client.api.POST('/api/v1/projects/{project}/reruns', {
      params: { path },
      body: { profileId, scope, previous, reason: options.reason },
    }),
  );
  return { value: run, text: runText(run) };
}

function resultText(results: readonly Result[]): string {
  return table(results, {
    series: (one) => one.seriesId,
    subject: (one) => one.subjectCode,
    modality: (one) => one.modality,
    number: (one) => one.seriesNumber,
    state: (one) => one.state,
    instances: (one) => one.replacedCount,
    'from originals': (one) => one.fromOriginalsCount,
    reason: (one) => one.reason,
  });
}

async function show({ client, args, options }: Invocation<{ state?: Result['state'] }>) {
  const path = { project: textArgument(args, 0), run: textArgument(args, 1) };
  const run = await answer(client.api.GET('/api/v1/projects/{project}/reruns/{run}', { params: { path } }));
  const query = { limit: resultsShown, ...(options.state === undefined ? {} : { state: options.state }) };
  const { items } = await answer(
    client.api.GET('/api/v1/projects/{project}/reruns/{run}/series', { params: { path, query } }),
  );
  const more = run.series.total > resultsShown ? `\n\nThe first ${resultsShown} series.` : '';
  return { value: { run, series: items }, text: `${runText(run)}\n\n${resultText(items)}${more}` };
}

const changes = { cancel: 'cancellation', resume: 'resumption' } as const;

function changeOf(what: keyof typeof changes) {
  return async ({ client, args }: Invocation<object>) => {
    const params = { path: { project: textArgument(args, 0), run: textArgument(args, 1) } };
    const url = `/api/v1/projects/{project}/reruns/{run}/${changes[what]}` as const;
    const run = await answer(client.api.POST(url, { params }));
    return { value: run, text: runText(run) };
  };
}

/** rerun: start, list, show, cancel, resume. */
export function rerunCommands(program: Command, shell: Shell): void {
  const rerun = addNoun(program, shell, 'rerun', 'A profile applied again to archived series');
  const starting = rerun
    .verb<StartOptions>('start <project> <profile>', 'Starts one over released series', start)
    .option('--series <id>', 'this series; may be repeated', collect)
    .option('--all', 'every released series')
    .option('--dry-run', 'tell what it would be about, and change nothing')
    .option('--discard', 'remove the bytes of the versions before')
    .option('--reason <text>', 'why; for the audit trail');
  withFilters(starting);
  rerun.verb('list <project>', 'Runs of a project, newest first', async ({ client, args }) => {
    const params = { path: { project: textArgument(args, 0) }, query: { limit: 100 } };
    const { items } = await answer(client.api.GET('/api/v1/projects/{project}/reruns', { params }));
    const text = table(items, {
      run: (one) => one.id,
      profile: (one) => versionText(one.profile),
      state: (one) => one.state,
      series: (one) => `${one.series.total - one.series.waiting}/${one.series.total}`,
      kept: (one) => one.series.kept,
      started: (one) => one.startedAt,
      by: (one) => one.startedBy,
    });
    return { value: items, text };
  });
  rerun
    .verb<{ state?: Result['state'] }>(
      'show <project> <run>',
      'How far it is, and what became of each series',
      show,
    )
    .option('--state <state>', 'only waiting, replaced, unchanged or kept series');
  rerun.verb('cancel <project> <run>', 'Stops it; what is done stays done', changeOf('cancel'));
  rerun.verb('resume <project> <run>', 'Goes on with one that was stopped', changeOf('resume'));
}
