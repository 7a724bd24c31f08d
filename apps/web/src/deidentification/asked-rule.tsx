import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Profile } from '../api/types.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { documentFrom } from './profile-document.ts';
import { type Draft, saveDraft } from './queries.ts';
import { withOverride } from './rule-link.ts';
import type { ProfilesSearch } from './search.ts';

interface AskedRuleProps {
  search: ProfilesSearch;
  base: Profile;
  drafts: readonly Draft[];
  mayEdit: boolean;
  onDraft: (name: string) => void;
}

const words = { X: 'removed', Z: 'emptied', C: 'cleaned', K: 'kept' } as const;

/** A rule that a reviewer asks for with an address: one press puts it into a draft, where it is compared and published. */
export function AskedRule({ search, base, drafts, mayEdit, onDraft }: AskedRuleProps) {
  const client = useQueryClient();
  const { rule: path, as: action, saveAs: name = base.name } = search;
  const draft = drafts.find((one) => one.name === name);
  const put = useMutation({
    mutationFn: () => {
      const from = draft?.document ?? { ...documentFrom(base.document), id: name, version: 1 };
      const override = { path: path ?? '', action: action ?? 'X', why: 'Review of distinct values' };
      return saveDraft(name, {
        basedOn: draft === undefined ? base.id : draft.basedOn,
        document: withOverride(documentFrom(from), override),
        version: draft?.version ?? 0,
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['profiles', 'drafts'] });
      onDraft(name);
    },
  });
  if (!mayEdit || path === undefined || action === undefined) return null;
  return (
    <Notice
      tone="info"
      title={`A reviewer asks that ${path} is ${words[action]}`}
      actions={
        <Button size="xs" loading={put.isPending} onClick={() => put.mutate()}>
          Put it into a draft of {name}
        </Button>
      }
    >
      It is compared with {base.name} v{base.version} there, and takes effect once it is published and used.
      {put.isError ? <ProblemNotice error={put.error} /> : null}
    </Notice>
  );
}
