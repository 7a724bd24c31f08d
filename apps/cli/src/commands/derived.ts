import { answer, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, type Invocation, textArgument } from '../command.ts';
import { UsageError } from '../failures.ts';
import { fields, formatBytes, table } from '../output.ts';
import type { Shell } from '../shell.ts';

type Conversion = components['schemas']['Conversion'];
type Classification = components['schemas']['Classification'];
type Correction = components['schemas']['ClassificationCorrection'];

function seriesPath(args: Invocation<object>['args']) {
  return { path: { project: textArgument(args, 0), id: textArgument(args, 1) } };
}

function conversionText(conversion: Conversion): string {
  const { state, converter, reason, detail, startedAt, finishedAt, volumes } = conversion;
  const head = fields({ state, converter, reason, detail, started: startedAt, finished: finishedAt });
  if (volumes.length === 0) return head;
  const files = table(volumes, {
    volume: (v) => v.name,
    dimensions: (v) => v.dimensions.join(' × '),
    'voxels (mm)': (v) => v.voxelSizesMm.map((size) => size.toPrecision(3)).join(' × '),
    'time points': (v) => v.timePoints,
    size: (v) => formatBytes(v.sizeBytes),
    warnings: (v) => v.warnings.join(' '),
  });
  return `${head}\n\n${files}`;
}

/** conversion: show, repeat. */
export function conversionCommands(program: Command, shell: Shell): void {
  const conversion = addNoun(program, shell, 'conversion', 'Released series as NIfTI');
  conversion.verb(
    'show <project> <series>',
    'Its state, its volumes, or why there are none',
    async ({ client, args }) => {
      const params = seriesPath(args);
      const found = await answer(
        client.api.GET('/api/v1/projects/{project}/series/{id}/conversion', { params }),
      );
      return { value: found, text: conversionText(found) };
    },
  );
  conversion.verb('repeat <project> <series>', 'Converts it again', async ({ client, args }) => {
    const params = seriesPath(args);
    const begun = await answer(
      client.api.POST('/api/v1/projects/{project}/series/{id}/conversion', { params }),
    );
    return { value: begun, text: conversionText(begun) };
  });
}

function classificationText({ current, history }: Classification): string {
  if (current === null) return 'Not classified yet.';
  const { evidence, ...rest } = current;
  const head = fields({
    name: rest.normalisedName,
    modality: rest.modality,
    plane: rest.plane,
    weighting: rest.weighting,
    contrast: rest.contrast,
    confidence: rest.confidence,
    by: rest.source === 'person' ? rest.createdBy : `rules ${rest.rulesVersion ?? ''}`,
    reason: rest.reason,
    results: history.length,
  });
  if (evidence.length === 0) return head;
  const why = table(evidence, {
    from: (e) => e.source,
    attribute: (e) => e.attribute,
    value: (e) => e.value,
    says: (e) => e.says,
    weight: (e) => e.weight,
  });
  return `${head}\n\n${why}`;
}

interface CorrectionOptions {
  modality?: string;
  plane?: string;
  weighting?: string;
  contrast?: string;
  name?: string;
  reason?: string;
}

async function correct({ client, args, options }: Invocation<CorrectionOptions>) {
  const params = seriesPath(args);
  const { modality, plane, weighting, contrast, name, reason } = options;
  if ([modality, plane, weighting, contrast, name].every((one) => one === undefined))
    throw new UsageError('Say what is right: --weighting, --plane, --contrast, --modality, --name');
  const { current } = await answer(
    client.api.GET('/api/v1/projects/{project}/series/{id}/classification', { params }),
  );
  // What is not named stays as it is.
  const body = {
    plane: plane ?? current?.plane ?? null,
    weighting: weighting ?? current?.weighting ?? null,
    contrast: contrast ?? current?.contrast ?? null,
    ...(modality === undefined ? {} : { modality }),
    ...(name === undefined ? {} : { normalisedName: name }),
    ...(reason === undefined ? {} : { reason }),
  } as Correction;
  const corrected = await answer(
    client.api.PUT('/api/v1/projects/{project}/series/{id}/classification', { params, body }),
  );
  return { value: corrected, text: classificationText(corrected) };
}

/** classification: show, correct, withdraw, rules. */
export function classificationCommands(program: Command, shell: Shell): void {
  const classification = addNoun(program, shell, 'classification', 'What a series is, and how that is known');
  classification.verb(
    'show <project> <series>',
    'Its classes with the evidence',
    async ({ client, args }) => {
      const params = seriesPath(args);
      const found = await answer(
        client.api.GET('/api/v1/projects/{project}/series/{id}/classification', { params }),
      );
      return { value: found, text: classificationText(found) };
    },
  );
  classification
    .verb('correct <project> <series>', 'Corrects it; what is not named stays', correct)
    .option('--modality <code>', 'e.g. MR')
    .option('--plane <plane>', 'axial, coronal, sagittal, oblique, mixed or 3D')
    .option('--weighting <weighting>', 'e.g. T1, T2, FLAIR, DWI')
    .option('--contrast <given>', 'given, none or unknown')
    .option('--name <text>', 'the name to show')
    .option('--reason <text>', 'why');
  classification.verb(
    'withdraw <project> <series>',
    'Takes a correction back: the rules decide again',
    async ({ client, args }) => {
      const params = seriesPath(args);
      const found = await answer(
        client.api.DELETE('/api/v1/projects/{project}/series/{id}/classification/correction', { params }),
      );
      return { value: found, text: classificationText(found) };
    },
  );
  classification.verb('rules', 'The rules in force', async ({ client }) => {
    const { version, ruleSets } = await answer(client.api.GET('/api/v1/classification/rules'));
    const rules = ruleSets.flatMap(({ modalities, rules: own }) =>
      own.map((rule) => ({ ...rule, modalities: modalities.join(' ') })),
    );
    const text = table(rules, {
      rule: (r) => r.id,
      modalities: (r) => r.modalities,
      decides: (r) => r.dimension,
      value: (r) => r.value,
      weight: (r) => r.weight,
    });
    return { value: { version, ruleSets }, text: `Version ${version}\n${text}` };
  });
}

/** conflicts: list, resolve. */
export function conflictCommands(program: Command, shell: Shell): void {
  const conflicts = addNoun(
    program,
    shell,
    'conflicts',
    'Images that came twice with different content; both are kept',
  );
  conflicts.verb('list <project>', 'What waits for a choice', async ({ client, args }) => {
    const path = { project: textArgument(args, 0) };
    const { items } = await answer(
      client.api.GET('/api/v1/projects/{project}/conflicts', { params: { path } }),
    );
    const text = table(items, {
      id: (c) => c.instanceId,
      series: (c) => c.seriesId,
      no: (c) => c.instanceNumber,
      first: (c) => c.firstReceivedAt,
      later: (c) => c.receivedAt,
      'first size': (c) => formatBytes(c.firstSizeBytes),
      'later size': (c) => formatBytes(c.sizeBytes),
    });
    return { value: items, text };
  });
  conflicts
    .verb<{ keep: string; reason: string }>(
      'resolve <project> <id>',
      'Chooses one of the two',
      async ({ client, args, options }) => {
        const { keep, reason } = options;
        if (keep !== 'first' && keep !== 'later') throw new UsageError('--keep takes first or later');
        const params = seriesPath(args);
        const result = await client.api.POST('/api/v1/projects/{project}/conflicts/{id}/resolution', {
          params,
          body: { keep, reason },
        });
        return { value: result.data ?? null, text: `The ${keep} one is kept.` };
      },
    )
    .requiredOption('--keep <which>', 'first or later')
    .requiredOption('--reason <text>', 'why');
}
