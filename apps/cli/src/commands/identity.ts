import { answer, type Client, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, type Invocation, type Noun, textArgument, textArguments } from '../command.ts';
import { UsageError } from '../failures.ts';
import { type InSession, inSession, withPassword } from '../fresh-session.ts';
import { count, table } from '../output.ts';
import type { Shell } from '../shell.ts';

type Finding = components['schemas']['IdentityFinding'];
type Affected = components['schemas']['IdentityAffected'];
type Desk = components['schemas']['IdentityDesk'];
type Fact = Desk['facts'][number];
type WithdrawalPreview = components['schemas']['WithdrawalPreview'];

interface StateOptions extends InSession {
  reason?: string;
  preview?: boolean;
}

function affectedText({ exams, tableRows, isWithdrawn }: Affected): string {
  const rows = table(exams, {
    exam: (e) => e.examId,
    date: (e) => e.studyDate,
    from: (e) => e.from,
    to: (e) => e.to,
    series: (e) => e.series,
    images: (e) => e.instances,
    files: (e) => e.files,
  });
  const tables = tableRows === 0 ? '' : `\n${count(tableRows, 'table row', 'table rows')} as well`;
  if (isWithdrawn)
    return 'This person withdrew consent: it is destroyed when the time to undo is over. State it with your password: --user, or --password-stdin.';
  return exams.length === 0 && tableRows === 0 ? 'Nothing that is stored changes.' : rows + tables;
}

/** Says what would follow, or states the finding. */
async function state(invocation: Invocation<StateOptions>, finding: Finding) {
  const { client, args, options } = invocation;
  const params = { path: { project: textArgument(args, 0) } };
  if (options.preview === true) {
    const affected = await answer(
      client.api.POST('/api/v1/projects/{project}/identities/previews', { params, body: finding }),
    );
    return { value: affected, text: affectedText(affected) };
  }
  const { reason } = options;
  if (reason === undefined) throw new UsageError('Give --reason TEXT, or --preview to change nothing.');
  const post = (by: Client) =>
    answer(by.api.POST('/api/v1/projects/{project}/identities/facts', { params, body: { finding, reason } }));
  // What makes something a person's who withdrew consent destroys it: the server asks for a fresh password.
  const isFresh = options.user !== undefined || options.passwordStdin === true;
  const stated = await (isFresh ? inSession(invocation, post) : post(client));
  return {
    value: stated,
    text: `Stated (${stated.ids.join(', ')}). What is stored follows; see \`pesscara identity list\`.`,
  };
}

function doneText({ kind, doneAt, effectiveAt, destroyed }: Fact): string | null {
  if (kind !== 'withdraw') return doneAt;
  if (doneAt !== null) return `destroyed ${destroyed?.images ?? 0} images, ${doneAt}`;
  return effectiveAt === null ? 'needs a second person' : `destroyed from ${effectiveAt}`;
}

/** What the label of images calls a child: `twin A`. */
export function labelText({
  role,
  designation,
}: Pick<Desk['relations'][number]['labels'][number], 'role' | 'designation'>): string {
  return designation === null ? role : `${role} ${designation}`;
}

function deskText({ facts, questions, joined, relations }: Desk): string {
  const asked = questions.map(
    ({ code, targets, facts: involved }) =>
      `Question: ${code} is said to be ${targets.join(' and ')}. Undo one of ${involved.join(', ')}.`,
  );
  const stood = joined.map(({ code, subject }) => `${subject} stands for ${code}`);
  const born = relations.map(
    ({ child: code, mother, labels, twins }) =>
      `${code} is ${labels.map(labelText).join(', ')} of ${mother}${twins.length === 0 ? '' : `, beside ${twins.join(', ')}`}`,
  );
  const rows = table(facts, {
    id: (f) => f.id,
    what: (f) =>
      f.childRole === null
        ? f.kind === 'undo'
          ? `undo ${f.undoes ?? ''}`
          : f.kind
        : labelText({ role: f.childRole, designation: f.childDesignation }),
    from: (f) => f.fromCode,
    to: (f) => f.toCode,
    exams: (f) => `${f.doneExams}/${f.totalExams}`,
    done: doneText,
    undone: (f) => (f.undoneBy === null ? '' : 'yes'),
    by: (f) => f.madeByName,
    reason: (f) => f.reason,
  });
  return [...asked, ...stood, ...born, rows].join('\n');
}

async function link(
  invocation: Invocation<
    StateOptions & { issuer: string; finalIssuer?: string; idsStdin?: boolean; subject?: string }
  >,
) {
  const { shell, options } = invocation;
  const { issuer, finalIssuer = issuer, idsStdin, subject } = options;
  if (idsStdin !== true && !shell.isInteractive)
    throw new UsageError('There is no terminal to ask for the identifiers: give --ids-stdin.');
  if (idsStdin === true && options.passwordStdin === true)
    throw new UsageError('Standard input holds the identifiers or the password, not both.');
  // Never as arguments: those stand in the list of processes and in the shell's history.
  const questions = [...(subject === undefined ? ['Temporary patient ID: '] : []), 'Final patient ID: '];
  const ids: string[] = [];
  if (idsStdin === true) ids.push(...(await shell.readInput()).split('\n'));
  else for (const question of questions) ids.push(await shell.ask(question, true));
  if (ids.length < questions.length)
    throw new UsageError('Two lines are needed: the temporary identifier, then the final one.');
  const [one = '', other = one] = ids;
  const final = subject === undefined ? other : one;
  return state(invocation, {
    kind: 'link',
    temporary: subject === undefined ? { issuer, patientId: one } : { code: subject },
    final: { issuer: finalIssuer, patientId: final },
  });
}

function withdrawalText(preview: WithdrawalPreview): string {
  const { codes, children, exams, identifiers, tableRows, cases, exports, selectionExports } = preview;
  const lines = table(exams, {
    exam: (e) => e.examId,
    date: (e) => e.studyDate,
    subject: (e) => e.from,
    series: (e) => e.series,
    images: (e) => e.instances,
    files: (e) => e.files,
  });
  return `${lines}
Everything of ${codes.join(', ')} goes: ${count(exams.length, 'exam', 'exams')}, ${count(identifiers, 'identifier', 'identifiers')}, ${count(tableRows, 'table row', 'table rows')}, ${count(cases, 'arrival under review', 'arrivals under review')}.
${children.length === 0 ? '' : `What is her children's stays: ${children.join(', ')}.\n`}Out of reach: ${count(exports, 'download', 'downloads')}, and ${count(selectionExports, 'download of chosen series', 'downloads of chosen series')} that may hold some of it.
It can be taken back for ${Math.round(preview.undoMs / 1000)} s${preview.needsSecondPerson ? ' after a second person confirmed it' : ''}; afterwards there is no undo.`;
}

async function withdraw(invocation: Invocation<InSession & { reason?: string; preview?: boolean }>) {
  const { client, args, options } = invocation;
  const [project, code] = [textArgument(args, 0), textArgument(args, 1)];
  if (options.preview === true) {
    const params = { path: { project }, query: { code } };
    const preview = await answer(
      client.api.GET('/api/v1/projects/{project}/identities/withdrawal', { params }),
    );
    return { value: preview, text: withdrawalText(preview) };
  }
  const { reason } = options;
  if (reason === undefined) throw new UsageError('Give --reason TEXT, or --preview to change nothing.');
  const stated = await inSession(invocation, (session) =>
    answer(
      session.api.POST('/api/v1/projects/{project}/identities/withdrawals', {
        params: { path: { project } },
        body: { code, reason, confirmation: 'destroy' },
      }),
    ),
  );
  return {
    value: stated,
    text: `Ordered (${stated.ids.join(', ')}). Until it begins: \`pesscara identity undo\`; see \`pesscara identity list\`.`,
  };
}

async function confirm(invocation: Invocation<InSession>) {
  const path = { project: textArgument(invocation.args, 0), id: textArgument(invocation.args, 1) };
  const stated = await inSession(invocation, (session) =>
    answer(
      session.api.POST('/api/v1/projects/{project}/identities/facts/{id}/confirmation', { params: { path } }),
    ),
  );
  return { value: stated, text: 'Confirmed. Until it begins it can be taken back.' };
}

function withStating(command: Command): Command {
  return withPassword(command)
    .option('--reason <text>', 'why, for the audit trail')
    .option('--preview', 'say what would follow, and change nothing');
}

interface ChildOptions extends StateOptions {
  role: string;
  designation?: string;
  child?: string;
}

const roles = ['fetus', 'twin', 'triplet', 'mother'] as const;
const designations = ['A', 'B', 'C', 'D'] as const;

async function child(invocation: Invocation<ChildOptions>) {
  const { args, options } = invocation;
  const role = roles.find((one) => one === options.role);
  if (role === undefined) throw new UsageError('--role takes fetus, twin, triplet or mother');
  const { designation: given } = options;
  const designation = designations.find((one) => one === given) ?? null;
  if (given !== undefined && designation === null) throw new UsageError('--designation takes A, B, C or D');
  const series = textArguments(args, 1);
  return state(invocation, { kind: 'child', series, role, designation, child: options.child ?? null });
}

async function seriesOfMother({ client, args }: Invocation<object>) {
  const params = { path: { project: textArgument(args, 0) }, query: { code: textArgument(args, 1) } };
  const { items } = await answer(client.api.GET('/api/v1/projects/{project}/identities/series', { params }));
  const text = table(items, {
    series: (s) => s.seriesId,
    date: (s) => s.studyDate,
    modality: (s) => s.modality,
    number: (s) => s.seriesNumber,
    description: (s) => s.seriesDescription,
    images: (s) => s.instances,
    'is of': (s) => s.subject,
    'its pixels say': (s) =>
      s.labels
        .map((l) => `${l.role} ${l.designation} in ${count(l.instances, 'image', 'images')}`)
        .join(', '),
  });
  return { value: items, text };
}

async function temporary({ client, args }: Invocation<object>) {
  const params = { path: { project: textArgument(args, 0) }, query: { limit: 500 } };
  const found = await answer(client.api.GET('/api/v1/projects/{project}/identities/temporary', { params }));
  const rows = table(found.items, {
    subject: (s) => s.code,
    since: (s) => s.since,
    identifiers: (s) => s.identifiers,
    exams: (s) => s.exams,
    images: (s) => s.instances,
  });
  const more =
    found.count > found.items.length ? `\nThe longest known ${found.items.length} of ${found.count}.` : '';
  return {
    value: found,
    text: found.count === 0 ? 'Nobody waits under a temporary identifier.' : rows + more,
  };
}

/** Children who were examined before birth, under their mothers' identifiers. */
function childCommands({ verb }: Noun): void {
  verb(
    'series <project> <subject>',
    'Every series that came under a mother, with the children that its pixels name',
    seriesOfMother,
  );
  withStating(
    verb<ChildOptions>(
      'child <project> <series...>',
      'Says that series of a mother’s exams show her child, or herself after all',
      child,
    )
      .requiredOption('--role <role>', 'whom they show: fetus, twin, triplet or mother')
      .option('--designation <letter>', 'which of several: A, B, C or D')
      .option('--child <subject>', 'the child’s subject; a new one when absent'),
  );
}

function withdrawalCommands({ verb }: Noun): void {
  withStating(
    verb('withdraw <project> <subject>', 'Destroys everything of a person who withdrew consent', withdraw),
  );
  withPassword(verb('confirm <project> <fact>', 'Confirms a withdrawal as the second person', confirm));
}

/** `pesscara identity`: who is who, corrected. */
export function identityCommands(program: Command, shell: Shell): void {
  const noun = addNoun(program, shell, 'identity', 'Corrects who is who: for honest brokers');
  const { verb } = noun;
  verb(
    'list <project>',
    'What was found out, questions, and subjects that stand for others',
    async ({ client, args }) => {
      const params = { path: { project: textArgument(args, 0) } };
      const desk = await answer(client.api.GET('/api/v1/projects/{project}/identities', { params }));
      return { value: desk, text: deskText(desk) };
    },
  );
  verb(
    'exams <project> <subject>',
    'Every exam that stands under a subject, released or not',
    async ({ client, args }) => {
      const params = { path: { project: textArgument(args, 0) }, query: { code: textArgument(args, 1) } };
      const { items } = await answer(
        client.api.GET('/api/v1/projects/{project}/identities/exams', { params }),
      );
      const text = table(items, {
        exam: (e) => e.examId,
        date: (e) => e.studyDate,
        series: (e) => e.series,
        images: (e) => e.instances,
        'came under': (e) => e.originCode,
      });
      return { value: items, text };
    },
  );
  withStating(
    verb('link <project>', 'Says whose a temporary identifier is; the identifiers are asked for', link)
      .option('--issuer <text>', 'who gave the temporary identifier', '')
      .option('--final-issuer <text>', 'who gave the final one; the same when absent')
      .option('--subject <code>', 'the subject of the temporary identifier, instead of that')
      .option('--ids-stdin', 'read both from standard input, one a line'),
  );
  withStating(
    verb<StateOptions>(
      'merge <project> <from> <to>',
      'Says that two subjects are one person; the second one stays',
      (invocation) =>
        state(invocation, {
          kind: 'merge',
          from: textArgument(invocation.args, 1),
          to: textArgument(invocation.args, 2),
        }),
    ),
  );
  withStating(
    verb<StateOptions>(
      'move <project> <to> <exams...>',
      'Says that exams are another subject’s',
      (invocation) =>
        state(invocation, {
          kind: 'move',
          to: textArgument(invocation.args, 1),
          exams: textArguments(invocation.args, 2),
        }),
    ),
  );
  withStating(
    verb<StateOptions>('split <project> <exams...>', 'Says that exams are a new subject’s', (invocation) =>
      state(invocation, { kind: 'move', to: null, exams: textArguments(invocation.args, 1) }),
    ),
  );
  verb(
    'temporary <project>',
    'Subjects whom only temporary identifiers lead to, the longest known first',
    temporary,
  );
  childCommands(noun);
  withdrawalCommands(noun);
  verb<{ reason: string }>(
    'undo <project> <fact>',
    'Takes a finding back',
    async ({ client, args, options }) => {
      const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
      const stated = await answer(
        client.api.POST('/api/v1/projects/{project}/identities/facts/{id}/undo', {
          params: { path },
          body: { reason: options.reason },
        }),
      );
      return { value: stated, text: 'Undone. What is stored follows.' };
    },
  ).requiredOption('--reason <text>', 'why, for the audit trail');
}
