import { answer, type Client, createClient } from '@pesscara/api-client';
import type { Command } from 'commander';
import type { Invocation } from './command.ts';
import { CommandError, UsageError } from './failures.ts';

export interface InSession {
  user?: string;
  passwordStdin?: boolean;
}

/** A session of a moment: for what the server does for a person who gave the password just now, never for a token. */
export async function inSession<T>(
  { client, shell, options }: Invocation<InSession>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { baseUrl } = client;
  const username =
    options.user ?? (await answer(client.api.GET('/api/v1/sessions/current'))).account.userName;
  if (options.passwordStdin !== true && !shell.isInteractive)
    throw new UsageError('There is no terminal to ask for the password: give --password-stdin.');
  const password =
    options.passwordStdin === true
      ? await shell.readInput()
      : await shell.ask(`Password of ${username}: `, true);
  const { response } = await createClient({ baseUrl }).api.POST('/api/v1/sessions', {
    body: { username, password },
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new CommandError('The server gave no session. Is this PESSCARA?');
  const session = createClient({
    baseUrl,
    fetch: (request) => {
      request.headers.set('cookie', cookie);
      return fetch(request);
    },
  });
  try {
    return await work(session);
  } finally {
    await session.api.DELETE('/api/v1/sessions/current');
  }
}

/** The options of a command that takes a session of a moment. */
export function withPassword(command: Command): Command {
  return command
    .option('--user <name>', 'your user name; that of your token when absent')
    .option('--password-stdin', 'read your password from standard input');
}
