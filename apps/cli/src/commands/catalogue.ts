import { answer, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import {
  addNoun,
  addVerb,
  collect,
  type Invocation,
  itemsOf,
  moreNote,
  textArgument,
  textArguments,
  wholeNumber,
} from '../command.ts';
import { UsageError } from '../failures.ts';
import { fields, formatBytes, table } from '../output.ts';
import { type SaveOptions, saveDownload } from '../save-download.ts';
import type { Shell } from '../shell.ts';
import { filterQuery, type ListOptions, withListOptions } from './filters.ts';
import { labelText } from './identity.ts';

type Series = components['schemas']['SeriesSummary'];
type Exam = components['schemas']['Exam'];

export function seriesTable(items: readonly Series[]): string {
  return table(items, {
    id: (s) => s.id,
    subject: (s) => s.subjectCode,
    date: (s) => s.studyDate,
    no: (s) => s.seriesNumber,
    what: (s) => s.normalisedName ?? s.seriesDescription,
    modality: (s) => s.modality,
    images: (s) => s.instanceCount,
    nifti: (s) => s.conversionState,
    tags: (s) => s.tags.join(' '),
  });
}

function examTable(items: readonly Exam[]): string {
  return table(items, {
    id: (e) => e.id,
    subject: (e) => e.subjectCode,
    date: (e) => e.studyDate,
    description: (e) => e.studyDescription,
    modalities: (e) => e.modalities.join(' '),
    series: (e) => e.seriesCount,
    images: (e) => e.instanceCount,
  });
}

async function listSeries({ client, args, options }: Invocation<ListOptions & { sort?: string }>) {
  const path = { project: textArgument(args, 0) };
  const { sort, ...filters } = options;
  const query = { ...filterQuery(filters), ...(sort === undefined ? {} : { sort: sort as '-studyDate' }) };
  const { items, hasMore } = await itemsOf(options.limit, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/series', { params: { path, query: { ...query, ...page } } }),
    ),
  );
  return { value: items, text: seriesTable(items) + moreNote(hasMore, options.limit) };
}

async function showSeries({ client, args }: Invocation<object>) {
  const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
  const series = await answer(client.api.GET('/api/v1/projects/{project}/series/{id}', { params: { path } }));
  const { tags, sizeBytes, ...rest } = series;
  return { value: series, text: fields({ ...rest, tags, size: formatBytes(sizeBytes) }) };
}

async function tagSeries({ client, args, options }: Invocation<{ add?: string[]; remove?: string[] }>) {
  const { add = [], remove = [] } = options;
  if (add.length + remove.length === 0) throw new UsageError('Say which: --add TAG, --remove TAG');
  const body = { seriesIds: textArguments(args, 1), add, remove };
  const path = { project: textArgument(args, 0) };
  const result = await answer(
    client.api.POST('/api/v1/projects/{project}/tags/changes', { params: { path }, body }),
  );
  return { value: result, text: `${result.changed} of ${body.seriesIds.length} series changed.` };
}

async function showHeader({ client, args }: Invocation<object>) {
  const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
  const { elements } = await answer(
    client.api.GET('/api/v1/projects/{project}/series/{id}/header', { params: { path } }),
  );
  const lines = elements.map(
    ({ tag, vr, keyword, value, depth }) => `${'  '.repeat(depth)}${tag} ${vr} ${keyword ?? ''}  ${value}`,
  );
  return { value: elements, text: lines.join('\n') };
}

async function showVersions({ client, args, options }: Invocation<{ instance?: string }>) {
  const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
  const query = options.instance === undefined ? {} : { instance: options.instance };
  const { items } = await answer(
    client.api.GET('/api/v1/projects/{project}/series/{id}/versions', { params: { path, query } }),
  );
  const text = table(items, {
    made: (v) => v.at,
    cause: (v) => v.cause,
    by: (v) => v.byName,
    profile: (v) => (v.profile === null ? null : `${v.profile.name} ${v.profile.version}`),
    images: (v) => v.instances.total,
    current: (v) => v.instances.current,
    kept: (v) => v.instances.kept,
    'bytes removed': (v) => v.instances.discarded,
  });
  return { value: items, text };
}

function downloadSeries({ client, shell, args, options }: Invocation<SaveOptions & { format: string }>) {
  const [project, id] = [textArgument(args, 0), textArgument(args, 1)];
  const format = encodeURIComponent(options.format);
  return saveDownload(
    client,
    shell,
    `/api/v1/projects/${encodeURIComponent(project)}/series/${encodeURIComponent(id)}/files?format=${format}`,
    options,
  );
}

function withSaving(command: Command): Command {
  return command
    .option('--output <path>', 'file or folder; - for standard output', '.')
    .option('--force', 'replace a file that is there');
}

/** series: list, show, tag, header, versions, download. */
export function seriesCommands(program: Command, shell: Shell): void {
  const series = addNoun(program, shell, 'series', 'Released series');
  withListOptions(series.verb('list <project>', 'Series, newest exam first', listSeries)).option(
    '--sort <order>',
    'studyDate, -studyDate, subject, modality, -releasedAt',
  );
  series.verb('show <project> <series>', 'One series with its classes and identifiers', showSeries);
  series
    .verb('tag <project> <series...>', 'Adds and removes tags', tagSeries)
    .option('--add <tag>', 'may be repeated', collect)
    .option('--remove <tag>', 'may be repeated', collect);
  series.verb('header <project> <series>', 'The header of its first image', showHeader);
  series
    .verb('versions <project> <series>', 'How its images came to be as they are, newest first', showVersions)
    .option('--instance <id>', 'of this image only');
  withSaving(
    series.verb('download <project> <series>', 'Its files: one file, or a zip', downloadSeries),
  ).option('--format <format>', 'dicom, nifti or sidecar', 'dicom');
}

function relationText({ kind, code, labels }: components['schemas']['SubjectRelation']): string {
  const called = labels.map((label) => labelText(label)).join(', ');
  return {
    mother: `${called} of ${code}`,
    sibling: `beside ${code} (${called})`,
    child: `mother of ${code} (${called})`,
  }[kind];
}

/** subjects: list, show, download. */
export function subjectCommands(program: Command, shell: Shell): void {
  const subjects = addNoun(program, shell, 'subjects', 'Subjects of a project, by their research codes');
  withListOptions(
    subjects.verb<ListOptions>(
      'list <project>',
      'Subjects that have released series',
      async ({ client, args, options }) => {
        const path = { project: textArgument(args, 0) };
        const { items, hasMore } = await itemsOf(options.limit, (page) =>
          answer(
            client.api.GET('/api/v1/projects/{project}/subjects', {
              params: { path, query: { ...filterQuery(options), ...page } },
            }),
          ),
        );
        const text = table(items, {
          id: (s) => s.id,
          code: (s) => s.code,
          exams: (s) => s.examCount,
          series: (s) => s.seriesCount,
          images: (s) => s.instanceCount,
          'last released': (s) => s.lastReleasedAt,
        });
        return { value: items, text: text + moreNote(hasMore, options.limit) };
      },
    ),
  );
  subjects.verb('show <project> <subject>', 'One subject with its exams', async ({ client, args }) => {
    const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
    const subject = await answer(
      client.api.GET('/api/v1/projects/{project}/subjects/{id}', { params: { path } }),
    );
    const lines = [subject.code, ...subject.relations.map(relationText), '', examTable(subject.exams)];
    return { value: subject, text: lines.join('\n') };
  });
  withSaving(
    subjects.verb<SaveOptions>(
      'download <project> <subject>',
      'All its images as a zip of DICOM files',
      ({ client, shell: own, args, options }) => {
        const [project, id] = [textArgument(args, 0), textArgument(args, 1)].map(encodeURIComponent);
        return saveDownload(
          client,
          own,
          `/api/v1/projects/${project}/subjects/${id}/files?format=dicom`,
          options,
        );
      },
    ),
  );
}

/** exams: list, show, download. */
export function examCommands(program: Command, shell: Shell): void {
  const exams = addNoun(program, shell, 'exams', 'Exams (studies, in DICOM’s words)');
  withListOptions(
    exams.verb<ListOptions>(
      'list <project>',
      'Exams that have released series',
      async ({ client, args, options }) => {
        const path = { project: textArgument(args, 0) };
        const { items, hasMore } = await itemsOf(options.limit, (page) =>
          answer(
            client.api.GET('/api/v1/projects/{project}/exams', {
              params: { path, query: { ...filterQuery(options), ...page } },
            }),
          ),
        );
        return { value: items, text: examTable(items) + moreNote(hasMore, options.limit) };
      },
    ),
  );
  exams.verb('show <project> <exam>', 'One exam with its series', async ({ client, args }) => {
    const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
    const exam = await answer(client.api.GET('/api/v1/projects/{project}/exams/{id}', { params: { path } }));
    return { value: exam, text: `${examTable([exam])}\n\n${seriesTable(exam.series)}` };
  });
  withSaving(
    exams.verb<SaveOptions>(
      'download <project> <exam>',
      'Its images as a zip of DICOM files',
      ({ client, shell: own, args, options }) => {
        const [project, id] = [textArgument(args, 0), textArgument(args, 1)].map(encodeURIComponent);
        return saveDownload(
          client,
          own,
          `/api/v1/projects/${project}/exams/${id}/files?format=dicom`,
          options,
        );
      },
    ),
  );
}

/** instances: list, header. */
export function instanceCommands(program: Command, shell: Shell): void {
  const instances = addNoun(program, shell, 'instances', 'Images of a released series');
  instances
    .verb<{ limit: number }>(
      'list <project> <series>',
      'Images in order',
      async ({ client, args, options }) => {
        const path = { project: textArgument(args, 0) };
        const series = textArgument(args, 1);
        const { items, hasMore } = await itemsOf(options.limit, (page) =>
          answer(
            client.api.GET('/api/v1/projects/{project}/instances', {
              params: { path, query: { series, ...page } },
            }),
          ),
        );
        const text = table(items, {
          id: (i) => i.id,
          no: (i) => i.instanceNumber,
          frames: (i) => i.frameCount,
          rows: (i) => i.rows,
          columns: (i) => i.columns,
          size: (i) => formatBytes(i.sizeBytes),
          'SOP instance UID': (i) => i.sopInstanceUid,
        });
        return { value: items, text: text + moreNote(hasMore, options.limit) };
      },
    )
    .option('--limit <number>', 'how many', wholeNumber, 100);
  instances.verb('header <project> <instance>', 'The header of an image', async ({ client, args }) => {
    const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
    const { elements } = await answer(
      client.api.GET('/api/v1/projects/{project}/instances/{id}/header', { params: { path } }),
    );
    const lines = elements.map(
      ({ tag, vr, keyword, value, depth }) => `${'  '.repeat(depth)}${tag} ${vr} ${keyword ?? ''}  ${value}`,
    );
    return { value: elements, text: lines.join('\n') };
  });
}

/** `pesscara search WORDS` over all projects that one may see. */
export function searchCommand(program: Command, shell: Shell): void {
  addVerb<{ limit: number }>(
    program,
    shell,
    'search <words...>',
    'Finds projects, subjects and series',
    async ({ client, args, options }) => {
      const q = textArguments(args, 0).join(' ');
      const found = await answer(
        client.api.GET('/api/v1/search', { params: { query: { q, limit: options.limit } } }),
      );
      const parts = [
        table(found.projects, { project: (p) => p.key, name: (p) => p.name }),
        table(found.subjects, { project: (s) => s.projectKey, subject: (s) => s.code, id: (s) => s.id }),
        table(found.series, {
          project: (s) => s.projectKey,
          series: (s) => s.id,
          subject: (s) => s.subjectCode,
          what: (s) => s.normalisedName ?? s.seriesDescription,
        }),
      ];
      const sizes = [found.projects, found.subjects, found.series].map((list) => list.length);
      const text = parts.filter((_, at) => (sizes[at] ?? 0) > 0).join('\n\n');
      return { value: found, text: text === '' ? 'Nothing found.' : text };
    },
  ).option('--limit <number>', 'how many of each', wholeNumber, 20);
}
