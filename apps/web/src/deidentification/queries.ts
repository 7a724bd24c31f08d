import type { components } from '@pesscara/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call, client } from '../api/request.ts';
import type { ProfileDocument } from './profile-document.ts';

type Schemas = components['schemas'];
export type Draft = Schemas['ProfileDraft'];
export type Judgement = Schemas['ProfileJudgement'];
export type LintFinding = Schemas['ProfileLintFinding'];
export type ProfileDiff = Schemas['ProfileDiff'];
export type CtpFilesDiff = Schemas['CtpFilesDiff'];
export type Vocabulary = Schemas['ProfileVocabulary'];
export type ProfileAttribute = Schemas['ProfileAttribute'];
export type PreviewResult = Schemas['ProfilePreview'];
export type PreviewRow = Extract<PreviewResult, { kind: 'previewed' }>['rows'][number];
export type StoredPreview = Answer<'post', '/api/v1/projects/{project}/profile-previews'>;

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: ({ signal }) => call('get', '/api/v1/profiles', { signal }),
});

export const draftsQuery = queryOptions({
  queryKey: ['profiles', 'drafts'],
  queryFn: ({ signal }) => call('get', '/api/v1/profile-drafts', { signal }),
});

export const vocabularyQuery = queryOptions({
  queryKey: ['profiles', 'vocabulary'],
  queryFn: ({ signal }) => call('get', '/api/v1/profile-vocabulary', { signal }),
  staleTime: 'static',
});

export const attributesQuery = (text: string) =>
  queryOptions({
    queryKey: ['profiles', 'attributes', text],
    queryFn: ({ signal }) => call('get', '/api/v1/profile-attributes', { query: { text }, signal }),
    enabled: text.trim() !== '',
    staleTime: 'static',
  });

/** What speaks against a document, and how it differs from a version. Asked again with every change. */
export const judgementQuery = (name: string, document: ProfileDocument, against: string | null) =>
  queryOptions({
    queryKey: ['profiles', 'judgement', name, against, document],
    queryFn: ({ signal }) =>
      call('post', '/api/v1/profile-judgements', {
        body: { name, document: { ...document }, against },
        signal,
      }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });

export const diffQuery = (id: string, from: string | undefined) =>
  queryOptions({
    queryKey: ['profiles', 'diff', id, from],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/profiles/{id}/diff', { path: { id }, query: { from }, signal }),
  });

export const statementQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', 'statement', id],
    queryFn: async ({ signal }) => {
      const answer = await client.stream({
        path: `/api/v1/profiles/${encodeURIComponent(id)}/conformance?format=markdown`,
        signal,
      });
      return answer.text();
    },
    staleTime: 'static',
  });

export const saveDraft = (
  name: string,
  body: { basedOn: string | null; document: ProfileDocument; version: number },
) =>
  call('put', '/api/v1/profile-drafts/{name}', {
    path: { name },
    body: { ...body, document: { ...body.document } },
  });
export const discardDraft = (name: string) =>
  call('delete', '/api/v1/profile-drafts/{name}', { path: { name } });
export const publishDraft = (name: string, version: number, reason: string) =>
  call('post', '/api/v1/profile-drafts/{name}/publication', { path: { name }, body: { version, reason } });

export interface PreviewSource {
  project: string;
  seriesId?: string;
  caseId?: string;
}

/** A document, saved or not, or a version by its id: scripts are run from where they are kept. */
export type PreviewedProfile = { document: ProfileDocument } | { profileId: string };

/** What a profile would make of an image of a project. Never kept: it may hold original values. */
export const previewStored = (source: PreviewSource, profile: PreviewedProfile, reason: string | null) =>
  call('post', '/api/v1/projects/{project}/profile-previews', {
    path: { project: source.project },
    body: {
      ...(source.seriesId === undefined ? {} : { seriesId: source.seriesId }),
      ...(source.caseId === undefined ? {} : { caseId: source.caseId }),
      ...('document' in profile ? { document: { ...profile.document } } : profile),
      ...(reason === null ? {} : { reveal: { reason } }),
    },
  });

/** As much of a file as the server looks at by default; its pixels are not needed. */
const headerBytes = 4 * 1024 * 1024;

/** Runs a version, or a saved draft, on a file of this computer. */
export async function tryFile(
  of: { profile: string } | { draft: string },
  file: File,
): Promise<PreviewResult> {
  const answer = await client.stream({
    method: 'POST',
    path: `/api/v1/profile-trials?${new URLSearchParams({ ...of }).toString()}`,
    contentType: 'application/dicom',
    body: file.slice(0, headerBytes),
  });
  return (await answer.json()) as PreviewResult;
}

/** Released series to choose one from. */
export const releasedSeriesQuery = (project: string) =>
  queryOptions({
    queryKey: ['profiles', 'released', project],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series', { path: { project }, query: { limit: 100 }, signal }),
    staleTime: 20_000,
  });
