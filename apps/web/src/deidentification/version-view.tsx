import { Button, Tabs } from '@mantine/core';
import { IconDownload, IconFolderShare, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { apiUrl } from '../api/request.ts';
import type { Profile } from '../api/types.ts';
import { CopyText } from '../shared/ui/copy.tsx';
import { Notice, ProblemNotice, toastProblem } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { ApplyAgainDialog } from './apply-again-dialog.tsx';
import { BenchPanel } from './bench-panel.tsx';
import { CtpFindings, CtpScriptLines, fileWords } from './ctp-findings.tsx';
import { ctpProfileQuery } from './ctp-queries.ts';
import { DiffView } from './diff-view.tsx';
import { FilesDiffView } from './files-diff-view.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { UseProfileDialog } from './profile-dialogs.tsx';
import { documentFrom, isScript } from './profile-document.ts';
import { ProfileForm } from './profile-form.tsx';
import { type Draft, diffQuery, saveDraft, statementQuery, type Vocabulary } from './queries.ts';
import type { ProfileTab } from './search.ts';

interface VersionProps {
  /** Above the tabs. */
  notice?: ReactNode;
  profile: Profile;
  draft: Draft | undefined;
  vocabulary: Vocabulary;
  mayEdit: boolean;
  tab: ProfileTab;
  onTab: (tab: ProfileTab) => void;
  onEdit: (name: string) => void;
}

function Changes({ profile }: { profile: Profile }) {
  const diff = useQuery(diffQuery(profile.id, undefined));
  if (diff.isPending) return <SkeletonRows />;
  if (diff.isError) return <ProblemNotice error={diff.error} retry={() => void diff.refetch()} />;
  const { from, diff: found, files } = diff.data;
  if (from === null) return <p className="dim">This is its first version.</p>;
  if (found === null) return <FilesDiffView files={files ?? []} from={`version ${from.version}`} />;
  return <DiffView diff={found} from={`version ${from.version}`} />;
}

function Statement({ profile }: { profile: Profile }) {
  const statement = useQuery(statementQuery(profile.id));
  const link = (format: 'markdown' | 'json') =>
    apiUrl('/api/v1/profiles/{id}/conformance', { id: profile.id }, { format });
  return (
    <div className="stack">
      <div className="row">
        {(['markdown', 'json'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={link(format)}
            download={`${profile.name}-${profile.version}-conformance.${format === 'json' ? 'json' : 'md'}`}
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {format === 'json' ? 'JSON' : 'Markdown'}
          </Button>
        ))}
        <span className="dim">What PS3.15 asks to be said of a profile, made from the profile itself.</span>
      </div>
      {statement.isPending ? <SkeletonRows /> : null}
      {statement.isError ? <ProblemNotice error={statement.error} /> : null}
      {statement.data === undefined ? null : (
        <pre className="statement" tabIndex={0} aria-label="Conformance statement">
          {statement.data}
        </pre>
      )}
    </div>
  );
}

function Head({ profile, draft, mayEdit, onEdit }: VersionProps) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<'use' | 'again' | null>(null);
  const close = () => setAsked(null);
  const edit = useMutation({
    mutationFn: async () => {
      if (draft !== undefined) return;
      const document = documentFrom(profile.document);
      await saveDraft(profile.name, { basedOn: profile.id, document, version: 0 });
      await client.invalidateQueries({ queryKey: ['profiles', 'drafts'] });
    },
    onSuccess: () => onEdit(profile.name),
    onError: toastProblem,
  });
  const { title } = documentFrom(profile.document);
  return (
    <>
      <PageHead
        title={`${profile.name} · version ${profile.version}`}
        under={
          <>
            {title === '' ? 'Made' : `${title} · made`} <When iso={profile.createdAt} />{' '}
            <span className="nowrap" style={{ marginLeft: 4 }}>
              <span className="mono">{profile.sha256.slice(0, 12)}…</span>
              <CopyText text={profile.sha256} label="Copy the SHA-256" />
            </span>
          </>
        }
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconFolderShare size={16} />}
              onClick={() => setAsked('use')}
            >
              Use for a project
            </Button>
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => setAsked('again')}
            >
              Apply again
            </Button>
            {mayEdit ? (
              <Button
                leftSection={<IconPencil size={16} />}
                loading={edit.isPending}
                onClick={() => edit.mutate()}
              >
                {draft === undefined ? 'Edit' : 'Go to the draft'}
              </Button>
            ) : null}
          </>
        }
      />
      {asked === 'use' ? <UseProfileDialog profile={profile} onClose={close} /> : null}
      {asked === 'again' ? <ApplyAgainDialog profile={profile} onClose={close} /> : null}
    </>
  );
}

/** A version that is files of CTP, as they were uploaded. */
function ScriptView({ profile }: { profile: Profile }) {
  const stored = useQuery(ctpProfileQuery(profile.id));
  if (stored.isPending) return <SkeletonRows />;
  if (stored.isError) return <ProblemNotice error={stored.error} retry={() => void stored.refetch()} />;
  const { script, lint, hasLookupTable } = stored.data;
  const others = (['filter', 'pixelScript'] as const).flatMap((kind) => {
    const text = stored.data[kind];
    return text === null ? [] : [{ kind, text }];
  });
  return (
    <div className="profile-editor">
      <div className="stack">
        <Notice tone="info" title="A script of CTP, run as it was uploaded">
          It is changed by uploading its next version.{' '}
          {hasLookupTable ? 'Its lookup table is sealed and not shown.' : 'It has no lookup table.'}
        </Notice>
        <CtpScriptLines text={script} findings={lint} />
        {others.map(({ kind, text }) => (
          <section key={kind} className="stack" style={{ gap: 4 }}>
            <h2>{fileWords[kind]}</h2>
            <pre className="statement" tabIndex={0} aria-label={fileWords[kind]}>
              {text}
            </pre>
          </section>
        ))}
      </div>
      <CtpFindings findings={lint} />
    </div>
  );
}

/** The tabs that every version has: tried on an image, on a file, and stated. */
function TriedAndStated({ profile, mayEdit }: { profile: Profile; mayEdit: boolean }) {
  const previewed = isScript(profile.document)
    ? { profileId: profile.id }
    : { document: documentFrom(profile.document) };
  return (
    <>
      <Tabs.Panel value="preview">
        <PreviewPanel profile={previewed} />
      </Tabs.Panel>
      {mayEdit ? (
        <Tabs.Panel value="bench">
          <BenchPanel prepare={() => Promise.resolve({ profile: profile.id })} />
        </Tabs.Panel>
      ) : null}
      <Tabs.Panel value="statement">
        <Statement profile={profile} />
      </Tabs.Panel>
    </>
  );
}

/** A version of a profile: read, compared, tried, stated. It never changes. */
export function VersionView(props: VersionProps) {
  const { profile, vocabulary, mayEdit, tab, onTab } = props;
  const ofScript = isScript(profile.document);
  return (
    <div className="profile-main">
      <Head {...props} mayEdit={mayEdit && !ofScript} />
      {props.notice}
      <Tabs value={tab} onChange={(next) => onTab((next ?? 'rules') as ProfileTab)} keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="rules">{ofScript ? 'Files' : 'Rules'}</Tabs.Tab>
          <Tabs.Tab value="changes">Changes</Tabs.Tab>
          <Tabs.Tab value="preview">Preview</Tabs.Tab>
          {mayEdit ? <Tabs.Tab value="bench">Test bench</Tabs.Tab> : null}
          <Tabs.Tab value="statement">Conformance</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          {ofScript ? (
            <ScriptView profile={profile} />
          ) : (
            <ProfileForm
              document={documentFrom(profile.document)}
              vocabulary={vocabulary}
              findings={[]}
              onChange={undefined}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <Changes profile={profile} />
        </Tabs.Panel>
        <TriedAndStated profile={profile} mayEdit={mayEdit} />
      </Tabs>
    </div>
  );
}
