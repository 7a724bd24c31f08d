import { answer, type operations } from '@pesscara/api-client';
import {
  type Invocation,
  itemsOf,
  moreNote,
  type Noun,
  textArgument,
  textArguments,
  wholeNumber,
} from '../command.ts';
import { UsageError } from '../failures.ts';
import { count, table } from '../output.ts';
import { diffText } from './profiles.ts';

type Query = NonNullable<operations['listInventory']['parameters']['query']>;

interface ListOptions {
  flag?: string;
  vr?: string;
  case?: string;
  upload?: string;
  association?: string;
  subject?: string;
  profile?: string;
  attribute?: string;
  state: string;
  limit: number;
}

const narrowing = ['flag', 'vr', 'case', 'upload', 'association', 'subject', 'profile'] as const;

async function listValues({ client, args, options }: Invocation<ListOptions>) {
  const path = { project: textArgument(args, 0) };
  const query = {
    state: options.state,
    ...Object.fromEntries(
      narrowing.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
    ),
    ...(options.attribute === undefined ? {} : { q: options.attribute }),
  } as Query;
  const { items, hasMore } = await itemsOf(options.limit, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/quarantine-values', {
        params: { path, query: { ...query, ...page } },
      }),
    ),
  );
  const text = table(items, {
    value: (v) => v.id,
    attribute: (v) => v.keyword ?? v.path,
    vr: (v) => v.vr,
    text: (v) => (v.standsTogether ? '(differs)' : v.value),
    flags: (v) => v.flags.join(' '),
    images: (v) => v.instanceCount,
    series: (v) => v.seriesCount,
    rule: (v) => v.rule,
    decision: (v) => v.decision?.action,
    undo: (v) => v.decision?.id,
  });
  return { value: items, text: text + moreNote(hasMore, options.limit) };
}

async function decideValue({
  client,
  args,
  options,
}: Invocation<{ accept?: boolean; remove?: boolean; replace?: string }>) {
  const chosen = [options.accept === true, options.remove === true, options.replace !== undefined].filter(
    Boolean,
  );
  if (chosen.length !== 1) throw new UsageError('Give one of --accept, --remove and --replace.');
  const action = options.accept === true ? 'accept' : options.remove === true ? 'remove' : 'replace';
  const values = textArguments(args, 1);
  const decided = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine-values/decisions', {
      params: { path: { project: textArgument(args, 0) } },
      body: { values, action, ...(options.replace === undefined ? {} : { replacement: options.replace }) },
    }),
  );
  const words = { accept: 'accepted', remove: 'removed', replace: 'replaced' };
  const later = action === 'accept' ? '' : ` in ${Math.round(decided.undoMs / 1000)} s`;
  return { value: decided, text: `${count(values.length, 'value', 'values')} ${words[action]}${later}.` };
}

async function undoDecisions({ client, args }: Invocation<object>) {
  const decisions = textArguments(args, 1);
  const undone = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine-values/undo', {
      params: { path: { project: textArgument(args, 0) } },
      body: { decisions },
    }),
  );
  const text = `${count(decisions.length, 'decision', 'decisions')} taken back; restoring ${count(undone.restoring, 'series', 'series')}.`;
  return { value: undone, text };
}

interface RuleOptions {
  action: string;
  set?: string;
  why: string;
  basis?: string;
  save?: boolean;
  use?: boolean;
}

interface Override {
  path: string;
}

async function makeRule({ client, shell, args, options }: Invocation<RuleOptions>) {
  const path = { project: textArgument(args, 0), value: textArgument(args, 1) };
  const place = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine-values/{value}/rule', { params: { path } }),
  );
  const { base, saveAs } = place;
  const override = {
    path: place.path,
    action: options.set === undefined ? options.action : { set: options.set },
    why: options.why,
  };
  const overrides = (base.document['overrides'] ?? []) as Override[];
  const document = {
    ...base.document,
    ...(options.basis === undefined ? {} : { basis: options.basis }),
    overrides: [...overrides.filter((one) => one.path !== place.path), override],
  };
  const { name } = saveAs;
  const judged = await answer(
    client.api.POST('/api/v1/profile-judgements', { body: { name, document, against: base.id } }),
  );
  const stops = judged.findings.filter(({ severity }) => severity === 'error' || severity === 'basis');
  if (stops.length > 0) shell.exitCode = 1;
  const shown = [
    `${base.name} version ${base.version} -> ${name} version ${saveAs.version}`,
    ...stops.map(({ detail }) => detail),
    ...(judged.diff === null ? [] : [diffText(judged.diff)]),
  ].join('\n');
  const uses = options.use === true;
  if (!(options.save === true || uses) || stops.length > 0)
    return { value: { ...judged, saveAs, saved: null }, text: `${shown}\n\nNothing is saved.` };
  const use = uses ? { use: { project: path.project, replaces: place.chosen } } : {};
  const saved = await answer(
    client.api.POST('/api/v1/profiles', { body: { name, document, reason: options.why, ...use } }),
  );
  const next = uses
    ? `${path.project} uses it for what arrives from now on.`
    : 'Choose it in the settings of the project.';
  const text = `${shown}\n\n${saved.name} version ${saved.version} is saved (${saved.id}). ${next}`;
  return { value: { ...judged, saveAs, saved }, text };
}

/** quarantine values, decide-value, undo-values, value-rule. */
export function valueCommands(quarantine: Noun): void {
  quarantine
    .verb<ListOptions>(
      'values <project>',
      'Every distinct value of what waits for review, flagged ones first',
      listValues,
    )
    .option('--flag <flag>', 'leak, private, free-text, name-like, date-like, phone-like or id-like')
    .option('--vr <vr>', 'value representation')
    .option('--case <case>', 'of this case only')
    .option('--upload <upload>', 'of series that this upload brought images to')
    .option('--association <association>', 'of series that this connection of a sender brought images to')
    .option('--subject <code>', 'of this subject only')
    .option('--profile <profile>', 'of what was treated by this version of a profile, by its id')
    .option('--attribute <text>', 'part of a keyword or path')
    .option('--state <state>', 'undecided, decided or all', 'all')
    .option('--limit <number>', 'how many', wholeNumber, 200);
  quarantine
    .verb(
      'decide-value <project> <value...>',
      'Accepts, removes or replaces values in everything that waits',
      decideValue,
    )
    .option('--accept', 'it may stay')
    .option('--remove', 'its element is removed')
    .option('--replace <text>', 'it becomes this text');
  quarantine.verb(
    'undo-values <project> <decision...>',
    'Takes decisions on values back; what they changed comes back where it still waits',
    undoDecisions,
  );
  ruleCommand(quarantine);
}

function ruleCommand(quarantine: Noun): void {
  quarantine
    .verb<RuleOptions>(
      'value-rule <project> <value>',
      'A rule of the project’s profile for the attribute of a value: shows the difference, and saves it when asked to',
      makeRule,
    )
    .option('--action <letter>', 'X removes, Z empties, C cleans, K keeps', 'X')
    .option('--set <text>', 'sets a text')
    .requiredOption('--why <text>', 'stands in the profile and in the audit trail; never names a patient')
    .option(
      '--basis <name>',
      'what permits to keep what Safe Harbor would remove, where the profile does and does not say',
    )
    .option('--save', 'saves the version: takes the right to manage profiles')
    .option(
      '--use',
      'saves it and has the project use it, both or neither: takes the right to manage the project, too',
    );
}
