import os from 'node:os';
import { answer, createClient } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addVerb, type Invocation } from '../command.ts';
import { baseUrlOf } from '../connection.ts';
import { credentialsFile, findCredential, forgetCredential, keepCredential } from '../credentials.ts';
import { CommandError, UsageError } from '../failures.ts';
import { fields } from '../output.ts';
import type { Shell } from '../shell.ts';

interface LoginOptions {
  user?: string;
  passwordStdin?: boolean;
  days: number;
}

async function askCredentials(
  shell: Shell,
  { user, passwordStdin }: LoginOptions,
): Promise<{ username: string; password: string }> {
  if (passwordStdin === true) {
    if (user === undefined) throw new UsageError('--password-stdin needs --user NAME');
    return { username: user, password: await shell.readInput() };
  }
  if (!shell.isInteractive)
    throw new UsageError(
      'There is no terminal to ask for the password: give --user NAME and --password-stdin.',
    );
  const username = user ?? (await shell.ask('User name: '));
  return { username, password: await shell.ask('Password: ', true) };
}

/** Signs in for a moment to make a token, so that no password is ever kept. */
async function login({ shell, options }: Invocation<LoginOptions>) {
  const baseUrl = baseUrlOf(shell.environment);
  const { username, password } = await askCredentials(shell, options);
  const anonymous = createClient({ baseUrl });
  const { data: session, response } = await anonymous.api.POST('/api/v1/sessions', {
    body: { username, password },
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (session === undefined || cookie === undefined)
    throw new CommandError('The server gave no session. Is this PESSCARA?');
  const signedIn = createClient({
    baseUrl,
    fetch: (request) => {
      request.headers.set('cookie', cookie);
      return fetch(request);
    },
  });
  const token = await answer(
    signedIn.api.POST('/api/v1/tokens', {
      body: { name: `pesscara on ${os.hostname()}`, expiresInDays: options.days },
    }),
  );
  await signedIn.api.DELETE('/api/v1/sessions/current');
  await keepCredential(shell.environment, baseUrl, {
    token: token.token,
    tokenId: token.id,
    userName: session.account.userName,
  });
  return {
    value: { url: baseUrl, userName: session.account.userName, expiresAt: token.expiresAt },
    text: `Signed in to ${baseUrl} as ${session.account.userName} for ${options.days} days (${credentialsFile(shell.environment)}).`,
  };
}

async function logout({ client, shell }: Invocation<object>) {
  const credential = await findCredential(shell.environment, client.baseUrl);
  if (credential === undefined)
    return { value: { signedOut: false }, text: `Nobody is signed in to ${client.baseUrl} here.` };
  const own = createClient({ baseUrl: client.baseUrl, token: credential.token });
  await own.api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: credential.tokenId } } });
  await forgetCredential(shell.environment, client.baseUrl);
  return { value: { signedOut: true }, text: `Signed out of ${client.baseUrl}: the token is revoked.` };
}

async function whoami({ client }: Invocation<object>) {
  const session = await answer(client.api.GET('/api/v1/sessions/current'));
  const { account, permissions } = session;
  return {
    value: session,
    text: fields({
      user: account.userName,
      name: account.displayName,
      email: account.email,
      'system roles': account.systemRoles,
      'may, everywhere': permissions,
    }),
  };
}

/** login, logout, whoami. */
export function sessionCommands(program: Command, shell: Shell): void {
  addVerb<LoginOptions>(
    program,
    shell,
    'login',
    'Signs in and keeps a token for this server (file mode 0600)',
    login,
  )
    .option('--user <name>', 'user name; asked when absent')
    .option('--password-stdin', 'read the password from standard input')
    .option('--days <number>', 'how long the token lasts', Number, 90);
  addVerb(program, shell, 'logout', 'Revokes the kept token and forgets it', logout);
  addVerb(program, shell, 'whoami', 'Who the server takes you for, and what you may do', whoami);
}
