import './deidentification.css';
import { Button, FileInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { Copyable } from '../shared/ui/copy.tsx';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { CtpFindings, CtpScriptLines } from './ctp-findings.tsx';
import {
  addCtpProfile,
  type ChosenFiles,
  type CtpFileKind,
  type CtpProfile,
  convertDicomEdit,
  ctpLintQuery,
  ctpProfileQuery,
} from './ctp-queries.ts';
import { type Converted, DicomEditNotes, DicomEditOffer } from './dicom-edit-panel.tsx';
import { IntegerTablePanel } from './integer-table-panel.tsx';

const route = getRouteApi('/signed-in/admin/profiles/ctp');
const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/;

const inputs: readonly { kind: CtpFileKind; label: string; description: string }[] = [
  {
    kind: 'script',
    label: 'Anonymizer script',
    description: 'XML, the old form with set.[…] lines, or DicomEdit 6.',
  },
  {
    kind: 'lookupTable',
    label: 'Lookup table',
    description: 'keytype/key = value, or CSV. It is sealed and never shown again.',
  },
  { kind: 'filter', label: 'Filter', description: 'What it does not select is held.' },
  {
    kind: 'pixelScript',
    label: 'Pixel script',
    description: 'Its regions are made black before a release.',
  },
];

/** Why a file cannot be one of CTP, seen without reading it. */
function mistakeIn(text: string): string | undefined {
  if (text.trim() === '') return 'The file is empty.';
  return text.includes('\0') ? 'This is no text file.' : undefined;
}

function useFiles() {
  const [files, setFiles] = useState<ChosenFiles>({});
  const [turn, setTurn] = useState(0);
  const [converted, setConverted] = useState<Converted | null>(null);
  const [mistakes, setMistakes] = useState<Partial<Record<CtpFileKind, string>>>({});
  const put = (kind: CtpFileKind, chosen: ChosenFiles[CtpFileKind]) => {
    setFiles(({ [kind]: _, ...others }) => (chosen === undefined ? others : { ...others, [kind]: chosen }));
    setTurn((earlier) => earlier + 1);
  };
  const choose = async (kind: CtpFileKind, file: File | null) => {
    if (kind === 'script') setConverted(null);
    const text = await file?.text();
    const mistake = text === undefined ? undefined : mistakeIn(text);
    setMistakes(({ [kind]: _, ...others }) =>
      mistake === undefined ? others : { ...others, [kind]: mistake },
    );
    const isUsable = file !== null && text !== undefined && mistake === undefined;
    put(kind, isUsable ? { name: file.name, text } : undefined);
  };
  const convert = useMutation({
    mutationFn: ({ original, variables = {} }: { original: string; variables?: Record<string, string> }) =>
      convertDicomEdit(original, variables),
    onSuccess: ({ script, notes, missingVariables }, { original, variables = {} }) => {
      const name = files.script?.name ?? '';
      const asked = [...Object.keys(variables), ...missingVariables];
      setConverted({ name, original, notes, script, asked });
      put('script', { name, text: script });
    },
  });
  return { files, turn, choose, mistakes, converted, convert };
}

function Upload() {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const { files, turn, choose, mistakes, converted, convert } = useFiles();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const lint = useQuery(ctpLintQuery(files, turn));
  const findings = files.script === undefined ? undefined : lint.data?.items;
  const isUsable =
    Object.keys(mistakes).length === 0 &&
    findings !== undefined &&
    findings.every(({ severity }) => severity !== 'error');
  const add = useMutation({
    mutationFn: () => addCtpProfile(name, reason.trim(), files),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['profiles'] });
      await navigate({ search: { profile: id } });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <div className="profile-editor">
      <form className="stack" onSubmit={submit}>
        {add.isError ? <ProblemNotice error={add.error} /> : null}
        {lint.isError ? <ProblemNotice error={lint.error} /> : null}
        {convert.isError ? <ProblemNotice error={convert.error} /> : null}
        <section className="panel stack">
          <div className="columns columns-end">
            {inputs.map(({ kind, label, description }) => (
              <FileInput
                key={kind}
                label={label}
                description={description}
                placeholder="Choose a file"
                required={kind === 'script'}
                clearable={kind !== 'script'}
                error={mistakes[kind]}
                onChange={(file) => void choose(kind, file)}
              />
            ))}
          </div>
          <TextInput
            label="Name of the profile"
            description="1 to 32 lower-case letters, digits and hyphens. A name that exists gets its next version."
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label="Why"
            description="Recorded in the audit trail."
            required
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className="row">
            <Button
              type="submit"
              loading={add.isPending}
              disabled={!isUsable || !namePattern.test(name) || reason.trim() === ''}
            >
              Keep it as a version
            </Button>
            <Link to="/admin/profiles">Back to the profiles</Link>
          </div>
        </section>
        {findings?.some(({ code }) => code === 'dicomEdit') ? (
          <DicomEditOffer
            isConverting={convert.isPending}
            onConvert={() => convert.mutate({ original: files.script?.text ?? '' })}
          />
        ) : null}
        {converted === null ? null : (
          <DicomEditNotes
            converted={converted}
            isConverting={convert.isPending}
            onConvert={(variables) => convert.mutate({ original: converted.original, variables })}
          />
        )}
        {files.script === undefined ? null : (
          <CtpScriptLines text={files.script.text} findings={findings ?? []} />
        )}
      </form>
      <CtpFindings findings={findings} isReading={lint.isFetching} />
    </div>
  );
}

function Version({ profile }: { profile: CtpProfile }) {
  return (
    <div className="profile-editor">
      <div className="stack">
        <Notice tone="info">
          Choose {profile.name} for a project or a route as any other profile. Its files never change; a new
          upload is the next version.
        </Notice>
        <Properties
          pairs={[
            ['Version', String(profile.version)],
            ['Lookup table', profile.hasLookupTable ? 'sealed' : 'none'],
            ['Filter', profile.filter],
            ['Pixel script', profile.pixelScript],
            ['SHA-256', <Copyable key="hash" text={profile.sha256} label="Copy the SHA-256" />],
          ]}
        />
        <CtpScriptLines text={profile.script} findings={profile.lint} />
      </div>
      <CtpFindings findings={profile.lint} />
    </div>
  );
}

function StoredVersion({ id }: { id: string }) {
  const profile = useQuery(ctpProfileQuery(id));
  if (profile.isPending) return <SkeletonRows />;
  if (profile.isError) return <ProblemNotice error={profile.error} retry={() => void profile.refetch()} />;
  return <Version profile={profile.data} />;
}

/** Brings a script of RSNA CTP, with what the linter says of it; or shows one that was brought. */
export function CtpPage() {
  const { profile } = route.useSearch();
  return (
    <div className="page">
      <PageHead
        title="CTP scripts"
        under="Files of an RSNA CTP installation, used as they are. What they would let through is found and held."
      />
      {profile === undefined ? <Upload /> : <StoredVersion key={profile} id={profile} />}
      {profile === undefined ? <IntegerTablePanel /> : null}
    </div>
  );
}
