import { answer, type components } from '@pesscara/api-client';
import { type addNoun, type Invocation, textArgument } from '../command.ts';
import { UsageError } from '../failures.ts';
import { fields } from '../output.ts';

type FaceStanding = components['schemas']['FaceStanding'];

const decisions = ['accept', 'restore', 'exempt'] as const;

function describe(face: FaceStanding): string {
  const { skinRemovedShare, brainMl } = face.measures;
  return fields({
    face: face.state,
    why: face.detail,
    'skin removed': skinRemovedShare === undefined ? null : `${Math.round(skinRemovedShare * 100)} %`,
    brain: brainMl === undefined ? null : `${brainMl} ml, untouched`,
    'can be restored': face.mayRestore ? 'yes' : 'no',
    'decided by': face.decision?.byName ?? null,
    reason: face.decision?.reason ?? null,
  });
}

async function show({ client, args }: Invocation<object>) {
  const path = { project: textArgument(args, 0), case: textArgument(args, 1) };
  const face = await answer(
    client.api.GET('/api/v1/projects/{project}/quarantine/{case}/face', { params: { path } }),
  );
  return { value: face, text: describe(face) };
}

async function decide({ client, args, options }: Invocation<{ reason?: string }>) {
  const path = { project: textArgument(args, 0), case: textArgument(args, 1) };
  const decision = decisions.find((one) => one === args[2]);
  if (decision === undefined) throw new UsageError(`A decision is one of: ${decisions.join(', ')}.`);
  if (decision !== 'accept' && options.reason === undefined)
    throw new UsageError(`Say why with --reason: ${decision} lets a face be seen.`);
  const face = await answer(
    client.api.POST('/api/v1/projects/{project}/quarantine/{case}/face/decisions', {
      params: { path },
      body: { decision, ...(options.reason === undefined ? {} : { reason: options.reason }) },
    }),
  );
  return { value: face, text: describe(face) };
}

/** quarantine face, decide-face. */
export function faceCommands(quarantine: ReturnType<typeof addNoun>): void {
  quarantine.verb('face <project> <case>', 'What became of the face in a case', show);
  quarantine
    .verb<{ reason?: string }>(
      'decide-face <project> <case> <decision>',
      'accept a removed face, restore it, or exempt one that was not removed',
      decide,
    )
    .option('--reason <text>', 'why a face may be seen');
}
