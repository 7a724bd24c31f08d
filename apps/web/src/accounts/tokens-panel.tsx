import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Token } from '../api/types.ts';
import { ProblemNotice, toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { createToken, revokeToken, tokensQuery } from './queries.ts';
import { SecretOnce } from './secret-once.tsx';

const longestDays = 3650;

function stateOf(token: Token, now: Date): string {
  if (token.revokedAt !== null) return 'revoked';
  return token.expiresAt !== null && new Date(token.expiresAt) < now ? 'expired' : 'active';
}

function TokenRow(props: { token: Token; onRevoke: () => void }) {
  const { token } = props;
  const state = stateOf(token, new Date());
  return (
    <tr>
      <th scope="row">{token.name}</th>
      <td>
        <Status value={state} />
      </td>
      <td>{token.scopes === null ? 'all my permissions' : token.scopes.join(', ')}</td>
      <td>
        <When iso={token.createdAt} />
      </td>
      <td>{token.expiresAt === null ? 'never' : <When iso={token.expiresAt} />}</td>
      <td>{token.lastUsedAt === null ? 'not used yet' : <When iso={token.lastUsedAt} ago />}</td>
      <td className="right">
        {state === 'active' ? (
          <Button
            size="compact-sm"
            variant="light"
            color="red"
            aria-label={`Revoke ${token.name}`}
            onClick={props.onRevoke}
          >
            Revoke
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function TokenTable(props: { tokens: Token[]; onRevoke: (token: Token) => void }) {
  return (
    <TableFrame label="Tokens">
      <table className="table">
        <thead>
          <tr>
            {['Name', 'State', 'May', 'Made', 'Ends', 'Last used'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => props.onRevoke(token)} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** Tokens for the command line and programs; a new one is shown once. */
export function TokensPanel() {
  const tokens = useQuery(tokensQuery);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number | string>(90);
  const [secret, setSecret] = useState<{ name: string; token: string } | null>(null);
  const reload = () => client.invalidateQueries({ queryKey: ['tokens'] });
  const create = useMutation({
    mutationFn: () =>
      createToken({ name: name.trim(), ...(typeof days === 'number' ? { expiresInDays: days } : {}) }),
    onSuccess: async (made) => {
      setSecret({ name: made.name, token: made.token });
      setName('');
      await reload();
    },
  });
  const revoke = useMutation({
    mutationFn: (token: Token) => revokeToken(token.id),
    onSuccess: async (_, token) => {
      toastDone(`${token.name} no longer works.`);
      await reload();
    },
    onError: toastProblem,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const items = tokens.data?.items ?? [];
  return (
    <div className="stack">
      {secret === null ? null : (
        <SecretOnce title={`Token ${secret.name}`} secret={secret.token} onClose={() => setSecret(null)}>
          Use it as <code>PESSCARA_TOKEN</code> or in the header <code>Authorization: Bearer …</code>
        </SecretOnce>
      )}
      {create.isError ? <ProblemNotice error={create.error} /> : null}
      <form className="panel row" style={{ alignItems: 'flex-end' }} onSubmit={submit}>
        <TextInput
          className="grow"
          label="Name of the new token"
          placeholder="nightly export"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label="Valid for days"
          min={1}
          max={longestDays}
          w={120}
          value={days}
          onChange={setDays}
        />
        <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
          Make a token
        </Button>
      </form>
      {tokens.isPending ? <SkeletonRows rows={3} /> : null}
      {tokens.isError ? <ProblemNotice error={tokens.error} retry={() => void tokens.refetch()} /> : null}
      {tokens.isSuccess && items.length === 0 ? <p className="dim">You have no tokens.</p> : null}
      {items.length > 0 ? <TokenTable tokens={items} onRevoke={(token) => revoke.mutate(token)} /> : null}
    </div>
  );
}
