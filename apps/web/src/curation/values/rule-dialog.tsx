import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { sessionQuery } from '../../accounts/queries.ts';
import type { Project } from '../../api/types.ts';
import { DiffView } from '../../deidentification/diff-view.tsx';
import { documentFrom, type ProfileDocument, withBasis } from '../../deidentification/profile-document.ts';
import { judgementQuery, type LintFinding, vocabularyQuery } from '../../deidentification/queries.ts';
import { type RuleAction, ruleLink, withOverride } from '../../deidentification/rule-link.ts';
import { Copyable } from '../../shared/ui/copy.tsx';
import { Notice, ProblemNotice, toastDone } from '../../shared/ui/notice.tsx';
import { SkeletonRows } from '../../shared/ui/page.tsx';
import { type InventoryValue, type RulePlace, rulePlaceQuery, saveProfile } from './value-queries.ts';

interface RuleDialogProps {
  project: Project;
  value: InventoryValue;
  onClose: () => void;
}

const actions: { value: RuleAction | 'set'; label: string }[] = [
  { value: 'X', label: 'Remove it' },
  { value: 'Z', label: 'Empty it' },
  { value: 'C', label: 'Clean it' },
  { value: 'set', label: 'Set a text' },
  { value: 'K', label: 'Keep it' },
];

function Findings({ findings }: { findings: readonly LintFinding[] }) {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer, detail }) => (
      <Notice key={pointer + detail} tone="bad">
        {detail}
      </Notice>
    ));
}

function useRule(place: RulePlace) {
  const [action, setAction] = useState<RuleAction | 'set'>('X');
  const [text, setText] = useState('');
  const [why, setWhy] = useState('');
  const before = documentFrom(place.base.document);
  const [basis, setBasis] = useState<string | null>(before.basis ?? null);
  const { name, version } = place.saveAs;
  const document: ProfileDocument = {
    ...withOverride(withBasis(before, basis), {
      path: place.path,
      action: action === 'set' ? { set: text } : action,
      why: why.trim() === '' ? 'Review of distinct values' : why.trim(),
    }),
    id: name,
    version,
  };
  const judgement = useQuery(judgementQuery(name, document, place.base.id));
  const asksBasis =
    before.basis === undefined &&
    (basis !== null || (judgement.data?.findings ?? []).some(({ severity }) => severity === 'basis'));
  return { action, setAction, text, setText, why, setWhy, basis, setBasis, asksBasis, document, judgement };
}

type Rule = ReturnType<typeof useRule>;

function RuleFields({ rule, mayEdit }: { rule: Rule; mayEdit: boolean }) {
  // The dialog opens before it knows what to ask, so it cannot put the cursor there itself.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <>
      <Select
        label="From now on"
        data={actions.filter(({ value }) => mayEdit || value !== 'set')}
        value={rule.action}
        allowDeselect={false}
        onChange={(next) => rule.setAction((next ?? 'X') as RuleAction)}
      />
      {rule.action === 'set' ? (
        <TextInput
          label="Text"
          maxLength={64}
          value={rule.text}
          onChange={(event) => rule.setText(event.currentTarget.value)}
        />
      ) : null}
      {mayEdit ? (
        <TextInput
          label="Why"
          description="Stands in the profile, its conformance statement and the audit trail. Never name a patient."
          required
          ref={first}
          maxLength={200}
          value={rule.why}
          onChange={(event) => rule.setWhy(event.currentTarget.value)}
        />
      ) : null}
    </>
  );
}

/** What lets a profile keep what Safe Harbor would remove: the profile that comes with the product leaves it to whoever saves one. */
function BasisField({ rule }: { rule: Rule }) {
  const vocabulary = useQuery(vocabularyQuery);
  return (
    <Select
      label="Basis of the use"
      description="This profile keeps what Safe Harbor would remove. Say what permits it."
      required
      data={(vocabulary.data?.bases ?? []).map(({ name, meaning }) => ({ value: name, label: meaning }))}
      value={rule.basis}
      onChange={rule.setBasis}
    />
  );
}

/** Saves the version and has the project use it, in one step, where the person may say so. */
function useSaveRule({ project, onClose }: RuleDialogProps, place: RulePlace, rule: Rule) {
  const client = useQueryClient();
  const mayManage = project.permissions.includes('project:manage');
  const [uses, setUses] = useState(mayManage);
  const save = useMutation({
    mutationFn: () =>
      saveProfile(place.saveAs.name, rule.document, {
        reason: rule.why.trim(),
        use: uses ? { project: project.key, replaces: place.chosen } : undefined,
      }),
    onSuccess: async ({ name, version }) => {
      toastDone(
        uses
          ? `${project.name} uses ${name} version ${version} for what arrives from now on.`
          : `${name} version ${version} is saved. A lead of the project can choose it in its settings.`,
      );
      await client.invalidateQueries({ queryKey: ['profiles'] });
      await client.invalidateQueries({ queryKey: ['project', project.key] });
      onClose();
    },
  });
  return { save, uses, setUses, mayManage };
}

function RuleForm(props: RuleDialogProps & { place: RulePlace; mayEdit: boolean }) {
  const { place, mayEdit, onClose } = props;
  const rule = useRule(place);
  const { save, uses, setUses, mayManage } = useSaveRule(props, place, rule);
  const { data: judged } = rule.judgement;
  const isBlocked =
    judged === undefined ||
    judged.findings.some(({ severity }) => severity === 'error' || severity === 'basis');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isBlocked && mayEdit) save.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <RuleFields rule={rule} mayEdit={mayEdit} />
      {mayEdit && rule.asksBasis ? <BasisField rule={rule} /> : null}
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      {rule.judgement.isError ? <ProblemNotice error={rule.judgement.error} /> : null}
      {judged === undefined ? null : <Findings findings={judged.findings} />}
      {judged?.diff ? (
        <DiffView diff={judged.diff} from={`${place.base.name} v${place.base.version}`} />
      ) : null}
      {mayManage && mayEdit ? (
        <Checkbox
          label={`${props.project.name} uses it for what arrives from now on`}
          checked={uses}
          onChange={(event) => setUses(event.currentTarget.checked)}
        />
      ) : null}
      {mayEdit ? null : (
        <Notice tone="info" title="Who manages profiles saves it">
          Send this address to an administrator. It names the attribute and what is to be done, no value.
          <Copyable
            text={`${location.origin}${ruleLink(place.base.id, place.saveAs.name, place.path, rule.action === 'set' ? 'X' : rule.action)}`}
            label="Copy the address"
          />
        </Notice>
      )}
      <div className="row">
        {mayEdit ? (
          <Button type="submit" loading={save.isPending} disabled={isBlocked || rule.why.trim() === ''}>
            Save {place.saveAs.name} version {place.saveAs.version}
          </Button>
        ) : null}
        <Button variant="default" onClick={onClose}>
          {mayEdit ? 'Cancel' : 'Close'}
        </Button>
      </div>
    </form>
  );
}

/** Makes a rule of the project's profile from a value: shown as a difference before it is saved as a version. */
export function RuleDialog(props: RuleDialogProps) {
  const { project, value, onClose } = props;
  const session = useQuery(sessionQuery);
  const place = useQuery(rulePlaceQuery(project.key, value.id));
  return (
    <Modal opened onClose={onClose} size="lg" title={`A rule for ${value.keyword ?? value.path}`}>
      {place.isError ? <ProblemNotice error={place.error} /> : null}
      {place.isPending || session.isPending ? <SkeletonRows rows={6} height={28} /> : null}
      {place.data === undefined || session.data === undefined ? null : (
        <RuleForm
          {...props}
          place={place.data}
          mayEdit={session.data.permissions.includes('profiles:manage')}
        />
      )}
    </Modal>
  );
}
