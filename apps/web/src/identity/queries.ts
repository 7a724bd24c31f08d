import type { components } from '@pesscara/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiUrl, call, client } from '../api/request.ts';

type Schemas = components['schemas'];
export type CrosswalkSubject = Schemas['CrosswalkSubject'];
export type RevealedSubject = Schemas['RevealedSubject'];
export type SubjectTable = Schemas['SubjectTable'];
export type TablePreview = Schemas['TablePreview'];
export type TableColumn = TablePreview['columns'][number];
export type IdentityFact = Schemas['IdentityFact'];
export type IdentityDesk = Schemas['IdentityDesk'];
export type IdentityFinding = Schemas['IdentityFinding'];
export type IdentityAffected = Schemas['IdentityAffected'];
export type SeriesOfMother = Schemas['SeriesOfMother'];
export type TemporarySubjects = Schemas['TemporarySubjects'];
export type WithdrawalPreview = Schemas['WithdrawalPreview'];
export type DateFormat = TableColumn['dateFormats'][number];

export const purposes = [
  ['adverse-event', 'Adverse event'],
  ['re-consent', 'Consent again'],
  ['quality-assurance', 'Quality assurance'],
  ['data-linkage', 'Linking data'],
  ['legal', 'Legal obligation'],
] as const;
export type Purpose = (typeof purposes)[number][0];

export const subjectsQuery = (project: string, code: string) =>
  queryOptions({
    queryKey: ['crosswalk', project, 'subjects', code],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/crosswalk/subjects', {
        path: { project },
        query: { code, limit: 50 },
        signal,
      }),
  });

export const lookUpSubject = (project: string, issuer: string, patientId: string) =>
  call('post', '/api/v1/projects/{project}/crosswalk/lookups', {
    path: { project },
    body: { issuer, patientId },
  });

export const revealSubject = (project: string, body: { code: string; purpose: Purpose; reason: string }) =>
  call('post', '/api/v1/projects/{project}/crosswalk/reveals', { path: { project }, body });

export const tablesQuery = (project: string) =>
  queryOptions({
    queryKey: ['tables', project],
    queryFn: ({ signal }) => call('get', '/api/v1/projects/{project}/tables', { path: { project }, signal }),
  });

export const tableUrl = (project: string, id: string) =>
  apiUrl('/api/v1/projects/{project}/tables/{id}/file', { project, id });

export const removeTable = (project: string, id: string, reason: string) =>
  call('delete', '/api/v1/projects/{project}/tables/{id}', { path: { project, id }, query: { reason } });

export const keysQuery = queryOptions({
  queryKey: ['crosswalk-keys'],
  queryFn: ({ signal }) => call('get', '/api/v1/crosswalk-keys', { signal }),
});
export const rotateKey = () => call('post', '/api/v1/crosswalk-keys/rotations');

/** What each column of a file is, by its number. */
export interface TablePlan {
  meanings: ReadonlyMap<number, 'identifier' | 'keep' | 'drop' | DateFormat>;
  issuer: string;
}

/** The plan as the API reads it: columns by number, so that nothing of the file stands in an address. */
export function planQuery({ meanings, issuer }: TablePlan): URLSearchParams {
  const columns = [...meanings].sort(([one], [other]) => one - other);
  const query = new URLSearchParams({ issuer });
  const id = columns.find(([, meaning]) => meaning === 'identifier');
  if (id !== undefined) query.set('idColumn', String(id[0]));
  const dates = columns.filter(([, meaning]) => !['identifier', 'keep', 'drop'].includes(meaning));
  if (dates.length > 0) query.set('dates', dates.map(([column, format]) => `${column}:${format}`).join(','));
  const drop = columns.filter(([, meaning]) => meaning === 'drop').map(([column]) => column);
  if (drop.length > 0) query.set('drop', drop.join(','));
  return query;
}

async function sendFile(path: string, file: File): Promise<unknown> {
  const response = await client.stream({ method: 'POST', path, contentType: 'text/csv', body: file });
  return (await response.json()) as unknown;
}

const base = (project: string) => `/api/v1/projects/${encodeURIComponent(project)}`;

export async function previewTable(project: string, file: File, plan?: TablePlan): Promise<TablePreview> {
  const query = plan === undefined ? '' : `?${planQuery(plan).toString()}`;
  return (await sendFile(`${base(project)}/crosswalk/table-previews${query}`, file)) as TablePreview;
}

export async function attachTable(
  project: string,
  file: File,
  plan: TablePlan,
  { name, acceptUnshifted }: { name: string; acceptUnshifted: boolean },
): Promise<Schemas['AttachedTable']> {
  const query = planQuery(plan);
  query.set('name', name);
  query.set('acceptUnshifted', String(acceptUnshifted));
  return (await sendFile(`${base(project)}/tables?${query.toString()}`, file)) as Schemas['AttachedTable'];
}

export const identitiesQuery = (project: string) =>
  queryOptions({
    queryKey: ['identities', project],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/identities', { path: { project }, signal }),
    // While stored objects follow a finding, its progress is looked at; until a withdrawal begins, whether it did.
    refetchInterval: ({ state }) => {
      const facts = state.data?.facts ?? [];
      if (facts.some(isUnderWay)) return 1000;
      return facts.some((fact) => withdrawalStep(fact) === 'ordered') ? 10_000 : false;
    },
  });

/** How far a withdrawal of consent is; null: a fact of another kind. */
export function withdrawalStep(
  fact: IdentityFact,
): 'unconfirmed' | 'ordered' | 'begun' | 'done' | 'undone' | null {
  if (fact.kind !== 'withdraw') return null;
  if (fact.undoneBy !== null) return 'undone';
  if (fact.doneAt !== null) return 'done';
  if (fact.begunAt !== null) return 'begun';
  return fact.effectiveAt === null ? 'unconfirmed' : 'ordered';
}

/** Whether stored objects follow this fact at the moment. */
export function isUnderWay(fact: IdentityFact): boolean {
  return fact.kind === 'withdraw' ? withdrawalStep(fact) === 'begun' : fact.doneAt === null;
}

export const previewWithdrawal = (project: string, code: string) =>
  call('get', '/api/v1/projects/{project}/identities/withdrawal', { path: { project }, query: { code } });

export const withdrawConsent = (project: string, code: string, reason: string) =>
  call('post', '/api/v1/projects/{project}/identities/withdrawals', {
    path: { project },
    body: { code, reason, confirmation: 'destroy' },
  });

export const confirmWithdrawal = (project: string, id: string) =>
  call('post', '/api/v1/projects/{project}/identities/facts/{id}/confirmation', { path: { project, id } });

export const previewFinding = (project: string, finding: IdentityFinding) =>
  call('post', '/api/v1/projects/{project}/identities/previews', { path: { project }, body: finding });

export const stateFinding = (project: string, finding: IdentityFinding, reason: string) =>
  call('post', '/api/v1/projects/{project}/identities/facts', {
    path: { project },
    body: { finding, reason },
  });

export const undoFinding = (project: string, id: string, reason: string) =>
  call('post', '/api/v1/projects/{project}/identities/facts/{id}/undo', {
    path: { project, id },
    body: { reason },
  });

export const examsOfSubjectQuery = (project: string, code: string) =>
  queryOptions({
    queryKey: ['identities', project, 'exams', code],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/identities/exams', {
        path: { project },
        query: { code },
        signal,
      }),
    enabled: code !== '',
  });

/** `settled`: how many findings are carried out, after each of which it is another list. */
export const temporaryQuery = (project: string, settled: number) =>
  queryOptions({
    queryKey: ['identities', project, 'temporary', settled],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/identities/temporary', { path: { project }, signal }),
  });

export const seriesOfMotherQuery = (project: string, code: string) =>
  queryOptions({
    queryKey: ['identities', project, 'series', code],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/identities/series', {
        path: { project },
        query: { code },
        signal,
      }),
    enabled: code !== '',
  });
