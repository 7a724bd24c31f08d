import './accounts.css';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { statusOf } from '../api/problem.ts';
import { Brand } from '../shared/ui/brand.tsx';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { usePageTitle } from '../shared/ui/page.tsx';
import { sessionQuery, signIn } from './queries.ts';
import { safeNext } from './session.ts';

const route = getRouteApi('/login');

function SignInProblem(props: { error: unknown }) {
  const wrong = statusOf(props.error) === 401;
  if (!wrong) return <ProblemNotice error={props.error} />;
  return (
    <Notice tone="bad" role="alert" title="User name or password is wrong">
      Check both, and the Caps Lock key. After several wrong attempts the account is locked for some minutes.
    </Notice>
  );
}

/** Sign-in by user name and password. Password managers and pasting work. */
export function LoginPage() {
  usePageTitle('Sign in');
  const { next } = route.useSearch();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: async (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({
        to: session.account.mustChangePassword ? '/me?tab=password' : safeNext(next),
        replace: true,
      });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    attempt.mutate({ username, password });
  };
  return (
    <main className="login">
      <form className="panel login-panel stack" onSubmit={submit}>
        <Brand />
        <h1>Sign in</h1>
        {next === undefined ? null : <p className="dim">Sign in to go on where you were.</p>}
        {attempt.isError ? <SignInProblem error={attempt.error} /> : null}
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          required
          autoFocus
          size="sm"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          size="sm"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={attempt.isPending}>
          Sign in
        </Button>
        <p className="dim">Forgot your password? An administrator can set a new one.</p>
      </form>
    </main>
  );
}
