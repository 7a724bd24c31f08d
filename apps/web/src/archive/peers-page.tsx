import { ActionIcon, Button, Modal, Switch, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPencil, IconPlugConnected, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Peer } from '../api/types.ts';
import { ProblemNotice, toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { changePeer, createPeer, type PeerDraft, peersQuery, removePeer } from './queries.ts';

interface Fields {
  callingAe: string;
  addresses: string[];
  certificateSha256: string;
  description: string;
  enabled: boolean;
}

const draftOf = (fields: Fields): PeerDraft => ({
  callingAe: fields.callingAe.trim(),
  addresses: fields.addresses,
  certificateSha256: fields.certificateSha256.trim() === '' ? null : fields.certificateSha256.trim(),
  description: fields.description.trim(),
  enabled: fields.enabled,
});

/** What is wrong with an AE title (PS3.5 6.2, VR AE): 1 to 16 characters, no backslash or control character. */
function aeMistake(title: string): string | null {
  return /^[ -[\]-~]{1,16}$/.test(title.trim()) && title.trim() !== ''
    ? null
    : 'An AE title has 1 to 16 characters, without a backslash.';
}

function PeerDialog(props: { peer: Peer | null; onClose: () => void }) {
  const { peer } = props;
  const client = useQueryClient();
  const form = useForm<Fields>({
    initialValues: {
      callingAe: peer?.callingAe ?? '',
      addresses: peer?.addresses ?? [],
      certificateSha256: peer?.certificateSha256 ?? '',
      description: peer?.description ?? '',
      enabled: peer?.enabled ?? true,
    },
    validate: {
      callingAe: aeMistake,
      certificateSha256: (text) =>
        text.trim() === '' || /^([0-9a-f]{2}:?){32}$/i.test(text.trim())
          ? null
          : 'A SHA-256 fingerprint has 64 hexadecimal digits.',
    },
  });
  const save = useMutation({
    mutationFn: (draft: PeerDraft) =>
      peer === null ? createPeer(draft) : changePeer(peer.id, { ...draft, version: peer.version }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['peers'] });
      props.onClose();
    },
  });
  return (
    <Modal opened onClose={props.onClose} title={peer === null ? 'Add a sender' : `Sender ${peer.callingAe}`}>
      <form className="stack" onSubmit={form.onSubmit((fields) => save.mutate(draftOf(fields)))}>
        {save.isError ? <ProblemNotice error={save.error} /> : null}
        <TextInput
          label="Calling AE title"
          description="As the sender gives it."
          required
          data-autofocus
          {...form.getInputProps('callingAe')}
        />
        <TagsInput
          label="Addresses"
          description="Single addresses or blocks such as 10.1.0.0/16; none: any address."
          acceptValueOnBlur
          {...form.getInputProps('addresses')}
        />
        <TextInput
          label="Certificate fingerprint (SHA-256)"
          description="Only with TLS; empty: any trusted certificate."
          {...form.getInputProps('certificateSha256')}
        />
        <TextInput label="Description" {...form.getInputProps('description')} />
        <Switch label="May send" {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <div className="row">
          <Button type="submit" loading={save.isPending}>
            {peer === null ? 'Add sender' : 'Save'}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function PeerRow(props: { peer: Peer; onEdit: () => void; onRemove: () => void }) {
  const { peer } = props;
  return (
    <tr>
      <th scope="row">{peer.callingAe}</th>
      <td>{peer.addresses.length === 0 ? 'any address' : peer.addresses.join(', ')}</td>
      <td className="mono">
        {peer.certificateSha256 === null ? '–' : `${peer.certificateSha256.slice(0, 16)}…`}
      </td>
      <td>{peer.description}</td>
      <td>
        <Status value={peer.enabled ? 'enabled' : 'disabled'} />
      </td>
      <td className="right nowrap">
        <Tooltip label={`Change ${peer.callingAe}`}>
          <ActionIcon aria-label={`Change ${peer.callingAe}`} onClick={props.onEdit}>
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`Remove ${peer.callingAe}`}>
          <ActionIcon aria-label={`Remove ${peer.callingAe}`} onClick={props.onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function RemoveDialog(props: { peer: Peer; onClose: () => void }) {
  const { peer } = props;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removePeer(peer.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['peers'] });
      toastDone(`${peer.callingAe} may no longer send.`);
      props.onClose();
    },
    onError: toastProblem,
  });
  return (
    <Modal opened onClose={props.onClose} title={`Remove sender ${peer.callingAe}?`}>
      <div className="stack">
        <p>It is refused from then on. What it has sent stays.</p>
        <div className="row">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove {peer.callingAe}
          </Button>
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Who may send by DICOM. */
export function PeersPage() {
  const peers = useQuery(peersQuery);
  const [editing, setEditing] = useState<Peer | 'new' | null>(null);
  const [removing, setRemoving] = useState<Peer | null>(null);
  const items = peers.data ?? [];
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      Add a sender
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        title="Senders"
        under="Who may send by DICOM from other computers. This computer itself always may."
        actions={items.length > 0 ? add : null}
      />
      {peers.isPending ? <SkeletonRows /> : null}
      {peers.isError ? <ProblemNotice error={peers.error} retry={() => void peers.refetch()} /> : null}
      {peers.isSuccess && items.length === 0 ? (
        <EmptyState
          icon={<IconPlugConnected size={36} aria-hidden />}
          title="No sender is allowed yet"
          action={add}
        >
          Unknown callers are refused. Add the AE title and the address of a scanner or PACS.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <TableFrame label="Senders">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Calling AE title</th>
                <th scope="col">Addresses</th>
                <th scope="col">Certificate</th>
                <th scope="col">Description</th>
                <th scope="col">State</th>
                <th scope="col">
                  <span className="visually-hidden">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((peer) => (
                <PeerRow
                  key={peer.id}
                  peer={peer}
                  onEdit={() => setEditing(peer)}
                  onRemove={() => setRemoving(peer)}
                />
              ))}
            </tbody>
          </table>
        </TableFrame>
      ) : null}
      {editing === null ? null : (
        <PeerDialog peer={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {removing === null ? null : <RemoveDialog peer={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}
