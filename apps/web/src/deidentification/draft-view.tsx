import { Button, Tabs } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceFloppy, IconGitCommit, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useUnsaved } from '../accounts/use-unsaved.tsx';
import type { Profile } from '../api/types.ts';
import { useKeyActions } from '../shared/keys.ts';
import { toastUndo } from '../shared/toast-undo.tsx';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { BenchPanel } from './bench-panel.tsx';
import { DiffView } from './diff-view.tsx';
import { LintPanel } from './lint-panel.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { PublishDialog } from './profile-dialogs.tsx';
import { documentFrom, isSameDocument, type ProfileDocument } from './profile-document.ts';
import { ProfileForm } from './profile-form.tsx';
import {
  type Draft,
  discardDraft,
  type Judgement,
  judgementQuery,
  saveDraft,
  type Vocabulary,
} from './queries.ts';
import type { ProfileTab } from './search.ts';

interface DraftProps {
  draft: Draft;
  /** The version that it began as, or the newest of its name. */
  base: Profile | undefined;
  /** The newest version of its name. */
  newest: Profile | undefined;
  vocabulary: Vocabulary;
  tab: ProfileTab;
  onTab: (tab: ProfileTab) => void;
  onGone: (profile: Profile | undefined) => void;
  /** It was thrown away, and is there again. */
  onBack: () => void;
}

/** The document under the hands of the person, and what became of it on the server. */
function useDraft({ draft, base, newest }: DraftProps) {
  const client = useQueryClient();
  const [saved, setSaved] = useState(draft);
  const nextVersion = (newest?.version ?? 0) + 1;
  const named = (raw: Draft['document']): ProfileDocument => ({
    ...documentFrom(raw),
    id: draft.name,
    version: nextVersion,
  });
  const {
    value,
    change: setDocument,
    dirty,
    settle,
    notice,
  } = useUnsaved<ProfileDocument>({
    place: `profile-draft.${draft.name}`,
    base: saved.updatedAt,
    saved: named(saved.document),
    isSame: isSameDocument,
  });
  // What was found again may be of a time when another version was the next.
  const document = useMemo(() => ({ ...value, version: nextVersion }), [value, nextVersion]);
  const [judged] = useDebouncedValue(document, 250);
  const judgement = useQuery(judgementQuery(draft.name, judged, base?.id ?? null));
  const save = async (): Promise<Draft> => {
    if (!dirty) return saved;
    const next = await saveDraft(draft.name, { basedOn: saved.basedOn, document, version: saved.version });
    settle();
    setSaved(next);
    await client.invalidateQueries({ queryKey: ['profiles', 'drafts'] });
    return next;
  };
  return { document, setDocument, dirty, saved, save, settle, notice, judgement, nextVersion };
}

interface Discarded {
  draft: Draft;
  document: ProfileDocument;
  basedOn: string | null;
  settle: () => void;
  onGone: () => void;
  onBack: () => void;
}

/** Throws the draft away at once, with a way back to it as it stood here. */
function useDiscard({ draft: { name }, document, basedOn, settle, onGone, onBack }: Discarded) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['profiles', 'drafts'] });
  const undo = async () => {
    await saveDraft(name, { basedOn, document, version: 0 });
    await refresh();
    onBack();
  };
  return useMutation({
    mutationFn: () => discardDraft(name),
    onSuccess: async () => {
      settle();
      toastUndo(`The draft of ${name} is thrown away.`, undo);
      onGone();
      await refresh();
    },
  });
}

function isBlocked(judgement: Judgement | undefined): boolean {
  return (
    judgement === undefined ||
    judgement.findings.some(({ severity }) => severity === 'error' || severity === 'basis')
  );
}

interface ToolProps {
  dirty: boolean;
  blocked: boolean;
  isSaving: boolean;
  onSave: () => void;
  onPublish: () => void;
  onDiscard: () => void;
}

function Tools(props: ToolProps) {
  return (
    <>
      <Button variant="default" color="red" leftSection={<IconTrash size={16} />} onClick={props.onDiscard}>
        Discard
      </Button>
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={16} />}
        disabled={!props.dirty}
        loading={props.isSaving}
        onClick={props.onSave}
      >
        Save the draft
      </Button>
      <Button leftSection={<IconGitCommit size={16} />} disabled={props.blocked} onClick={props.onPublish}>
        Save as a version
      </Button>
    </>
  );
}

/** A draft: edited with the lint beside it, compared, previewed, tried, and made a version. */
export function DraftView(props: DraftProps) {
  const { draft, base, vocabulary, tab, onTab, onGone } = props;
  const { document, setDocument, dirty, saved, save, settle, notice, judgement, nextVersion } =
    useDraft(props);
  const [publishing, setPublishing] = useState(false);
  const client = useQueryClient();
  const saving = useMutation({ mutationFn: save, onSuccess: () => toastDone('The draft is saved.') });
  const discard = useDiscard({
    draft,
    document,
    basedOn: saved.basedOn,
    settle,
    onGone: () => onGone(base),
    onBack: props.onBack,
  });
  useKeyActions('Profile', [
    { keys: 'Mod+S', name: 'save the draft', run: () => saving.mutate(), enabled: dirty },
  ]);
  const { data } = judgement;
  return (
    <div className="profile-main">
      <PageHead
        title={`${draft.name} · draft`}
        under={
          <>
            Becomes version {nextVersion}
            {base === undefined ? '' : `; began as ${base.name} v${base.version}`} · saved{' '}
            <When iso={saved.updatedAt} />
            {dirty ? ' · your changes since are not saved yet' : ''}
          </>
        }
        actions={
          <Tools
            dirty={dirty}
            blocked={isBlocked(data)}
            isSaving={saving.isPending}
            onSave={() => saving.mutate()}
            onPublish={() => setPublishing(true)}
            onDiscard={() => discard.mutate()}
          />
        }
      />
      {notice}
      {saving.isError ? <ProblemNotice error={saving.error} /> : null}
      {discard.isError ? <ProblemNotice error={discard.error} /> : null}
      <Tabs value={tab} onChange={(next) => onTab((next ?? 'rules') as ProfileTab)} keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="changes">Changes{data?.diff ? ` (${data.diff.actions.length})` : ''}</Tabs.Tab>
          <Tabs.Tab value="preview">Preview</Tabs.Tab>
          <Tabs.Tab value="bench">Test bench</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <div className="profile-editor">
            <ProfileForm
              document={document}
              vocabulary={vocabulary}
              findings={data?.findings ?? []}
              onChange={setDocument}
            />
            <LintPanel judgement={data} options={document.options} error={judgement.error} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          {data === undefined ? <SkeletonRows /> : null}
          {data?.diff ? (
            <DiffView diff={data.diff} from={base === undefined ? '' : `${base.name} v${base.version}`} />
          ) : (
            <p className="dim">There is nothing to compare with, or the draft has errors.</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="preview">
          <PreviewPanel profile={{ document }} />
        </Tabs.Panel>
        <Tabs.Panel value="bench">
          <BenchPanel prepare={async () => ({ draft: (await save()).name })} />
        </Tabs.Panel>
      </Tabs>
      {publishing ? (
        <PublishDialog
          draft={draft}
          nextVersion={nextVersion}
          save={save}
          onPublished={(profile) => {
            toastDone(`${profile.name} version ${profile.version} is saved.`);
            void client.invalidateQueries({ queryKey: ['profiles'] }).then(() => onGone(profile));
          }}
          onClose={() => setPublishing(false)}
        />
      ) : null}
    </div>
  );
}
