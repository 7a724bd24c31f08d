import type { components } from '@pesscara/api-client';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { IntegerSource } from './integer-files.ts';

type Schemas = components['schemas'];
export type CtpProfile = Schemas['CtpProfile'];
export type CtpFinding = Schemas['CtpLintFinding'];
export type CtpFileKind = CtpFinding['file'];

/** Files of CTP as they were chosen: what each is called here, and its text. */
export type ChosenFiles = Partial<Record<CtpFileKind, { name: string; text: string }>>;

function textsOf(files: ChosenFiles) {
  const { script, lookupTable, filter, pixelScript } = files;
  return {
    script: script?.text ?? '',
    ...(lookupTable === undefined ? {} : { lookupTable: lookupTable.text }),
    ...(filter === undefined ? {} : { filter: filter.text }),
    ...(pixelScript === undefined ? {} : { pixelScript: pixelScript.text }),
  };
}

/** What the linter says of files. `turn` counts the choices: a lookup table does not belong into a key. */
export const ctpLintQuery = (files: ChosenFiles, turn: number) =>
  queryOptions({
    queryKey: ['profiles', 'ctp-lint', turn],
    queryFn: ({ signal }) => call('post', '/api/v1/ctp-profiles/lint', { body: textsOf(files), signal }),
    enabled: files.script !== undefined && files.script.text !== '',
    staleTime: 'static',
    gcTime: 0,
  });

export const ctpProfileQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', 'ctp', id],
    queryFn: ({ signal }) => call('get', '/api/v1/ctp-profiles/{id}', { path: { id }, signal }),
    staleTime: 'static',
  });

export type ImportedKeyTypes = Schemas['CtpImportedKeyType'][];

export const importCtpIntegers = (
  body: IntegerSource & { projectId: string; reason?: string; trial?: boolean },
) => call('post', '/api/v1/ctp-integers/import', { body: { trial: false, ...body } });

export const addCtpProfile = (name: string, reason: string, files: ChosenFiles) =>
  call('post', '/api/v1/ctp-profiles', { body: { name, reason, ...textsOf(files) } });

export type DicomEditNote = Schemas['DicomEditNote'];
export const convertDicomEdit = (script: string, variables: Readonly<Record<string, string>>) =>
  call('post', '/api/v1/dicomedit-conversions', { body: { script, variables } });
