import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { profilesQuery } from '../deidentification/queries.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { PlanView } from './plan-view.tsx';
import { planRun, type Scope, startRun } from './queries.ts';

const route = getRouteApi('/signed-in/p/$project/reruns');

interface Order {
  profileId: string | null;
  words: string;
  reason: string;
  discard: boolean;
}

const scopeOf = ({ words }: Order): Scope => ({ filter: words.trim() === '' ? {} : { q: words.trim() } });

/** What is ordered; the profile and the words stand in the URL too, so that another page can lead here. */
function useOrder(): [Order, (order: Order) => void] {
  const { profile = null, q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [order, setOrder] = useState<Order>({ profileId: profile, words: q, reason: '', discard: false });
  const change = (next: Order) => {
    setOrder(next);
    const { profileId, words } = next;
    if (profileId === order.profileId && words === order.words) return;
    void navigate({
      search: ({ profile: _profile, q: _words, ...shown }) => ({
        ...shown,
        ...(profileId === null ? {} : { profile: profileId }),
        ...(words === '' ? {} : { q: words }),
      }),
      replace: true,
    });
  };
  return [order, change];
}

function OrderFields(props: { order: Order; onChange: (order: Order) => void }) {
  const { order, onChange } = props;
  const profiles = useQuery(profilesQuery);
  return (
    <>
      <Select
        label="Profile"
        searchable
        placeholder="Choose a version"
        data={(profiles.data?.items ?? []).map(({ id, name, version }) => ({
          value: id,
          label: `${name} version ${version}`,
        }))}
        value={order.profileId}
        onChange={(profileId) => onChange({ ...order, profileId })}
      />
      <TextInput
        label="Series"
        description="All released series, or those in which these words occur, as in Browse."
        placeholder="All released series"
        value={order.words}
        onChange={(event) => onChange({ ...order, words: event.currentTarget.value })}
      />
      <Switch
        label="Remove the bytes of the versions before"
        description="They stay as lineage otherwise. Remove them when they showed too much; they cannot be brought back."
        checked={order.discard}
        onChange={(event) => onChange({ ...order, discard: event.currentTarget.checked })}
      />
    </>
  );
}

/** Chooses a profile and series, shows what would change, and starts. */
export function StartPanel(props: { project: string; busy: boolean }) {
  const { project, busy } = props;
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const [order, setOrder] = useOrder();
  const plan = useMutation({ mutationFn: (id: string) => planRun(project, id, scopeOf(order)) });
  const start = useMutation({
    mutationFn: (profileId: string) =>
      startRun(project, {
        profileId,
        scope: scopeOf(order),
        previous: order.discard ? 'discard' : 'keep',
        reason: order.reason.trim(),
      }),
    onSuccess: async () => {
      toastDone('The run has begun.');
      plan.reset();
      // The one that has begun is the newest: its series are shown.
      void navigate({ search: ({ run: _run, state: _state, ...order }) => order, replace: true });
      await client.invalidateQueries({ queryKey: ['reruns', project] });
    },
  });
  const { profileId } = order;
  const change = (next: Order) => {
    if (next.profileId !== order.profileId || next.words !== order.words) plan.reset();
    setOrder(next);
  };
  const mayStart = plan.isSuccess && plan.data.series > 0 && order.reason.trim().length >= 3 && !busy;
  return (
    <>
      <section className="panel stack" aria-label="New run">
        <h2>Apply a profile again</h2>
        <OrderFields order={order} onChange={change} />
        <div className="row">
          <Button
            variant="default"
            disabled={profileId === null}
            loading={plan.isPending}
            onClick={() => profileId !== null && plan.mutate(profileId)}
          >
            See what changes
          </Button>
        </div>
      </section>
      {plan.isError ? <ProblemNotice error={plan.error} /> : null}
      {plan.isSuccess ? <PlanView plan={plan.data} /> : null}
      {plan.isSuccess && plan.data.series > 0 ? (
        <section className="panel stack" aria-label="Start">
          <Textarea
            label="Why"
            description="For the audit trail."
            required
            value={order.reason}
            onChange={(event) => setOrder({ ...order, reason: event.currentTarget.value })}
          />
          {start.isError ? <ProblemNotice error={start.error} /> : null}
          <div>
            <Button
              disabled={!mayStart}
              loading={start.isPending}
              onClick={() => profileId !== null && start.mutate(profileId)}
            >
              Start
            </Button>
          </div>
        </section>
      ) : null}
    </>
  );
}
