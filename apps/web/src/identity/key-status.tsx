import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { formatCount, formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { keysQuery, rotateKey } from './queries.ts';

/** The keys of the crosswalk and their rotation, for administrators. */
export function KeyStatus() {
  const client = useQueryClient();
  const status = useQuery({
    ...keysQuery,
    // While a rotation runs, its progress is looked at.
    refetchInterval: ({ state }) =>
      state.data?.keys.some((key) => key.state === 'retiring') === true ? 1000 : false,
  });
  const rotate = useMutation({
    mutationFn: rotateKey,
    onSuccess: async () => {
      toastDone('A new key is in use. Back up the folder of keys now.');
      await client.invalidateQueries({ queryKey: ['crosswalk-keys'] });
    },
  });
  const keys = status.data?.keys ?? [];
  const isRunning = keys.some((key) => key.state === 'retiring');
  return (
    <section className="panel stack">
      <h2>Keys</h2>
      <p className="dim">
        What is sealed about a person is sealed with a key of theirs; those are wrapped by a key outside the
        database. A rotation makes a new one and wraps them anew.
      </p>
      {status.isPending ? <SkeletonRows rows={2} /> : null}
      {status.isError ? <ProblemNotice error={status.error} retry={() => void status.refetch()} /> : null}
      {keys.length === 0 ? null : (
        <TableFrame label="Keys that wrap data keys">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">State</th>
                <th scope="col" className="right">
                  Data keys
                </th>
                <th scope="col">Made</th>
                <th scope="col">Retired</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <th scope="row" className="mono">
                    {key.id}
                  </th>
                  <td>
                    <Status value={key.state} />
                  </td>
                  <td className="right">{formatCount(key.dataKeyCount)}</td>
                  <td>
                    <When iso={key.createdAt} />
                  </td>
                  <td>
                    <When iso={key.retiredAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {(status.data?.unsealedRowCount ?? 0) > 0 ? (
        <Notice tone="info">
          {formatNoun(status.data?.unsealedRowCount ?? 0, 'row')} from before wait for a data key.
        </Notice>
      ) : null}
      {rotate.isError ? <ProblemNotice error={rotate.error} /> : null}
      <div>
        <Button
          variant="default"
          disabled={isRunning}
          loading={rotate.isPending}
          onClick={() => rotate.mutate()}
        >
          Rotate the key
        </Button>
      </div>
    </section>
  );
}
