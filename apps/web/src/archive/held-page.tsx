import './archive.css';
import { Button, Modal, Select, TagsInput, TextInput } from '@mantine/core';
import { IconInbox, IconRoute, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type SubmitEvent, useMemo, useState } from 'react';
import type { HeldObject } from '../api/types.ts';
import { profilesQuery } from '../deidentification/queries.ts';
import { projectsQuery } from '../projects/queries.ts';
import { formatBytes, formatCount, formatNoun } from '../shared/format.ts';
import { nothingSelected, type Selection, selectionAfter } from '../shared/selection.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { ReasonDialog } from '../shared/ui/reason-dialog.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { discardHeld, heldPages, routeHeld } from './queries.ts';

const route = getRouteApi('/signed-in/admin/held');

/** Held reasons in words; an unknown one is shown as it is. */
const reasonWords: Record<string, string> = {
  'no-route': 'no route matched',
  malformed: 'could not be read',
  unsupported: 'not supported',
  refused: 'refused by the profile',
  conflict: 'conflict',
  'no-patient-id': 'no patient ID',
};

function RouteDialog(props: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const { ids } = props;
  const projects = useQuery(projectsQuery);
  const profiles = useQuery(profilesQuery);
  const [project, setProject] = useState<string | null>(null);
  const [profile, setProfile] = useState<string | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const [centre, setCentre] = useState('');
  const send = useMutation({
    mutationFn: (key: string) =>
      routeHeld(ids, {
        project: key,
        ...(profile === null ? {} : { profile }),
        ...(tags.length === 0 ? {} : { tags }),
        ...(centre.trim() === '' ? {} : { centre: centre.trim() }),
      }),
    onSuccess: () => {
      toastDone(`${formatNoun(ids.length, 'object')} on the way. They appear in the project’s quarantine.`);
      props.onDone();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (project !== null) send.mutate(project);
  };
  return (
    <Modal opened onClose={props.onClose} title={`Route ${formatNoun(ids.length, 'object')}`}>
      <form className="stack" onSubmit={submit}>
        {send.isError ? <ProblemNotice error={send.error} /> : null}
        <Select
          label="To project"
          required
          searchable
          data-autofocus
          data={(projects.data?.items ?? []).map((one) => ({ value: one.key, label: one.name }))}
          value={project}
          onChange={setProject}
        />
        <Select
          label="De-identification profile"
          placeholder="the project’s"
          clearable
          data={[...new Set((profiles.data?.items ?? []).map((one) => one.name))]}
          value={profile}
          onChange={setProfile}
        />
        <TagsInput label="Tags" value={tags} onChange={setTags} acceptValueOnBlur />
        <TextInput label="Centre" value={centre} onChange={(event) => setCentre(event.currentTarget.value)} />
        <div className="row">
          <Button type="submit" disabled={project === null} loading={send.isPending}>
            Route {formatNoun(ids.length, 'object')}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function DiscardDialog(props: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const { ids } = props;
  const objects = formatNoun(ids.length, 'object');
  return (
    <ReasonDialog
      title={`Discard ${objects}?`}
      submit={`Discard ${objects}`}
      isDestructive
      run={async (reason) => {
        for (const id of ids) await discardHeld(id, reason);
      }}
      onDone={() => {
        toastDone(`${objects} discarded.`);
        props.onDone();
      }}
      onClose={props.onClose}
    >
      Their encrypted bytes are destroyed. This cannot be undone; the sender would have to send them again.
    </ReasonDialog>
  );
}

function HeldRow(props: { item: HeldObject; chosen: boolean; onChoose: (range: boolean) => void }) {
  const { item } = props;
  return (
    <tr aria-selected={props.chosen}>
      <td>
        <label className="grid-check-label">
          <input
            type="checkbox"
            aria-label={`Choose the object of ${item.callingAe ?? item.channel}`}
            checked={props.chosen}
            onChange={(event) => props.onChoose((event.nativeEvent as unknown as MouseEvent).shiftKey)}
          />
        </label>
      </td>
      <td>
        <Status value="held" label={reasonWords[item.reason] ?? item.reason} />
      </td>
      <td>{item.detail}</td>
      <td>
        {item.callingAe ?? item.channel}
        {item.calledAe === null ? '' : <span className="dim"> → {item.calledAe}</span>}
      </td>
      <td>{item.modality ?? '–'}</td>
      <td className="right">{formatBytes(item.sizeBytes)}</td>
      <td>
        <When iso={item.heldAt} ago />
      </td>
    </tr>
  );
}

function ReasonLinks(props: { counts: { reason: string; count: number }[]; reason: string | undefined }) {
  const total = props.counts.reduce((sum, one) => sum + one.count, 0);
  return (
    <nav className="held-counts" aria-label="Reasons">
      <Link to="/admin/held" search={{}} className="chip" aria-current={props.reason === undefined}>
        all {formatCount(total)}
      </Link>
      {props.counts.map(({ reason, count }) => (
        <Link
          key={reason}
          to="/admin/held"
          search={{ reason }}
          className="chip"
          aria-current={props.reason === reason}
        >
          {reasonWords[reason] ?? reason} {formatCount(count)}
        </Link>
      ))}
    </nav>
  );
}

function HeldTable(props: {
  items: HeldObject[];
  selection: Selection;
  onSelection: (selection: Selection) => void;
}) {
  const { items, selection } = props;
  const order = items.map((item) => item.id);
  const all = items.length > 0 && selection.chosen.size >= items.length;
  return (
    <TableFrame label="Held objects">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Choose all shown"
                checked={all}
                onChange={() =>
                  props.onSelection(
                    selectionAfter(selection, all ? { kind: 'none' } : { kind: 'all' }, order),
                  )
                }
              />
            </th>
            <th scope="col">Reason</th>
            <th scope="col">What happened</th>
            <th scope="col">From</th>
            <th scope="col">Modality</th>
            <th scope="col" className="right">
              Size
            </th>
            <th scope="col">Held</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, at) => (
            <HeldRow
              key={item.id}
              item={item}
              chosen={selection.chosen.has(item.id)}
              onChoose={(range) =>
                props.onSelection(
                  selectionAfter(
                    selection,
                    range ? { kind: 'range', to: at } : { kind: 'toggle', at },
                    order,
                  ),
                )
              }
            />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** What could not be routed or understood: encrypted, to be routed or discarded by a person. */
export function HeldPage() {
  const { reason } = route.useSearch();
  const client = useQueryClient();
  const pages = useInfiniteQuery(heldPages(reason));
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [dialog, setDialog] = useState<'route' | 'discard' | null>(null);
  const ids = [...selection.chosen];
  const done = () => {
    setDialog(null);
    setSelection(nothingSelected);
    void client.invalidateQueries({ queryKey: ['held'] });
    void client.invalidateQueries({ queryKey: ['receivers'] });
  };
  const first = pages.data?.pages[0];
  return (
    <div className="page">
      <PageHead title="Held" under="Arrived, but in no project yet. The bytes lie encrypted in the vault." />
      {pages.isPending ? <SkeletonRows /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} retry={() => void pages.refetch()} /> : null}
      {first === undefined ? null : <ReasonLinks counts={first.counts} reason={reason} />}
      {pages.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconInbox size={36} aria-hidden />} title="Nothing is held">
          Everything that arrived found its project.
        </EmptyState>
      ) : null}
      {ids.length > 0 ? (
        <div className="row" role="region" aria-label="Chosen objects">
          <strong>{formatNoun(ids.length, 'object')} chosen</strong>
          <Button leftSection={<IconRoute size={16} />} onClick={() => setDialog('route')}>
            Route to a project
          </Button>
          <Button
            variant="light"
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => setDialog('discard')}
          >
            Discard
          </Button>
        </div>
      ) : null}
      {items.length > 0 ? <HeldTable items={items} selection={selection} onSelection={setSelection} /> : null}
      {pages.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      ) : null}
      {dialog === 'route' ? <RouteDialog ids={ids} onClose={() => setDialog(null)} onDone={done} /> : null}
      {dialog === 'discard' ? (
        <DiscardDialog ids={ids} onClose={() => setDialog(null)} onDone={done} />
      ) : null}
    </div>
  );
}
