import { answer, type components, type operations } from '@pesscara/api-client';
import type { Command } from 'commander';
import {
  addNoun,
  addVerb,
  collect,
  type Invocation,
  itemsOf,
  moreNote,
  textArgument,
  textArguments,
  wholeNumber,
} from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { readJson } from '../json-input.ts';
import { count, fields, formatBytes, table } from '../output.ts';
import type { Shell } from '../shell.ts';

type Route = components['schemas']['Route'];
type RoutesBody = operations['putRoutes']['requestBody']['content']['application/json'];

interface HeldOptions {
  project?: string;
  profile?: string;
  tag?: string[];
  centre?: string;
}

async function routeHeld({ client, args, options }: Invocation<HeldOptions>) {
  const { project, profile, tag, centre } = options;
  if (project === undefined) throw new UsageError('Say where: --project KEY');
  const body = {
    ids: textArguments(args, 0),
    project,
    ...(profile === undefined ? {} : { profile }),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(centre === undefined ? {} : { centre }),
  };
  const result = await client.api.POST('/api/v1/held/routing', { body });
  return {
    value: result.data ?? null,
    text: `${count(body.ids.length, 'object goes', 'objects go')} to ${project}.`,
  };
}

/** held: list, route, discard. */
export function heldCommands(program: Command, shell: Shell): void {
  const held = addNoun(
    program,
    shell,
    'held',
    'What no route matched or what could not be read; kept encrypted',
  );
  held
    .verb<{ reason?: string; limit: number }>(
      'list',
      'What is held, oldest first',
      async ({ client, options }) => {
        const { items, hasMore } = await itemsOf(options.limit, (page) =>
          answer(
            client.api.GET('/api/v1/held', {
              params: {
                query: { ...page, ...(options.reason === undefined ? {} : { reason: options.reason }) },
              },
            }),
          ),
        );
        const text = table(items, {
          id: (h) => h.id,
          since: (h) => h.heldAt,
          reason: (h) => h.reason,
          detail: (h) => h.detail,
          modality: (h) => h.modality,
          from: (h) => h.callingAe,
          size: (h) => formatBytes(h.sizeBytes),
          state: (h) => h.state,
        });
        return { value: items, text: text + moreNote(hasMore, options.limit) };
      },
    )
    .option('--reason <reason>', 'only for this reason, e.g. no-route')
    .option('--limit <number>', 'how many', wholeNumber, 100);
  held
    .verb('route <id...>', 'Sends held objects to a project', routeHeld)
    .requiredOption('--project <key>', 'the project')
    .option('--profile <name>', 'de-identification profile; the project’s when absent')
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--centre <name>', 'where it came from');
  held
    .verb<{ reason: string }>(
      'discard <id...>',
      'Destroys held objects',
      async ({ client, args, options }) => {
        const ids = textArguments(args, 0);
        for (const id of ids)
          await client.api.POST('/api/v1/held/{id}/discard', {
            params: { path: { id } },
            body: { reason: options.reason },
          });
        return { value: { discarded: ids }, text: `${count(ids.length, 'object', 'objects')} discarded.` };
      },
    )
    .requiredOption('--reason <text>', 'why');
}

function routeTable(routes: readonly Route[]): string {
  return table(routes, {
    name: (r) => r.name,
    on: (r) => r.enabled,
    'calling AE': (r) => r.match.callingAe,
    'called AE': (r) => r.match.calledAe,
    addresses: (r) => r.match.addresses?.join(' '),
    attributes: (r) => r.match.attributes?.map(({ keyword, matches }) => `${keyword}=${matches}`).join(' '),
    project: (r) => r.project,
    profile: (r) => r.profile,
    tags: (r) => r.tags.join(' '),
    centre: (r) => r.centre,
  });
}

async function setRoutes({ client, shell, args }: Invocation<object>) {
  const given = (await readJson(shell, textArgument(args, 0))) as RoutesBody | RoutesBody['routes'];
  const current = await answer(client.api.GET('/api/v1/routes'));
  // A bare list replaces what is there now; with the version that `show --json` gave, a change in between is noticed.
  const body = Array.isArray(given) ? { version: current.version, routes: given } : given;
  const saved = await answer(client.api.PUT('/api/v1/routes', { body }));
  return { value: saved, text: `Version ${saved.version}\n${routeTable(saved.routes)}` };
}

interface TestOptions {
  callingAe?: string;
  calledAe?: string;
  address?: string;
  attribute?: string[];
}

async function testRoutes({ client, shell, options }: Invocation<TestOptions>) {
  const { attribute = [], callingAe, calledAe, address } = options;
  const attributes = Object.fromEntries(
    attribute.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`--attribute takes Keyword=value, not "${text}"`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
  const body = {
    attributes,
    ...(callingAe === undefined ? {} : { callingAe }),
    ...(calledAe === undefined ? {} : { calledAe }),
    ...(address === undefined ? {} : { address }),
  };
  const result = await answer(client.api.POST('/api/v1/routes/test', { body }));
  if (result.matched === null) shell.exitCode = 1;
  return {
    value: result,
    text: result.matched === null ? 'No route matches: it would be held.' : routeTable([result.matched]),
  };
}

/** routes: show, set, test. */
export function routeCommands(program: Command, shell: Shell): void {
  const routes = addNoun(
    program,
    shell,
    'routes',
    'Where what arrives goes; the first route that matches wins',
  );
  routes.verb('show', 'The table of routes', async ({ client }) => {
    const set = await answer(client.api.GET('/api/v1/routes'));
    return { value: set, text: `Version ${set.version}\n${routeTable(set.routes)}` };
  });
  routes.verb('set <file>', 'Replaces the table by that of a JSON file (- for standard input)', setRoutes);
  routes
    .verb('test', 'Which route an arrival would take; exit status 1 when none', testRoutes)
    .option('--calling-ae <title>', 'who sends')
    .option('--called-ae <title>', 'as whom we are called')
    .option('--address <address>', 'from where')
    .option('--attribute <Keyword=value>', 'of the header; may be repeated', collect);
}

interface PeerOptions {
  address?: string[];
  certificate?: string;
  description?: string;
  enabled?: boolean;
}

function peerBody({ address, certificate, description, enabled }: PeerOptions) {
  return {
    ...(address === undefined ? {} : { addresses: address }),
    ...(certificate === undefined ? {} : { certificateSha256: certificate }),
    ...(description === undefined ? {} : { description }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

function withPeerOptions(command: Command): Command {
  return command
    .option('--address <block>', 'address or CIDR block that it may call from; may be repeated', collect)
    .option('--certificate <sha256>', 'SHA-256 of its TLS certificate')
    .option('--description <text>', 'what it is')
    .option('--no-enabled', 'refuse it')
    .option('--enabled', 'admit it');
}

/** peers: list, add, update, remove. */
export function peerCommands(program: Command, shell: Shell): void {
  const peers = addNoun(program, shell, 'peers', 'DICOM senders that are admitted');
  const text = (items: readonly components['schemas']['Peer'][]) =>
    table(items, {
      id: (p) => p.id,
      'calling AE': (p) => p.callingAe,
      addresses: (p) => p.addresses.join(' '),
      certificate: (p) => p.certificateSha256?.slice(0, 12),
      on: (p) => p.enabled,
      description: (p) => p.description,
    });
  peers.verb('list', 'Admitted senders', async ({ client }) => {
    const { items } = await answer(client.api.GET('/api/v1/peers'));
    return { value: items, text: text(items) };
  });
  withPeerOptions(
    peers.verb<PeerOptions>('add <calling-ae>', 'Admits a sender', async ({ client, args, options }) => {
      const body = {
        addresses: [],
        certificateSha256: null,
        description: '',
        enabled: true,
        callingAe: textArgument(args, 0),
        ...peerBody(options),
      };
      const peer = await answer(client.api.POST('/api/v1/peers', { body }));
      return { value: peer, text: text([peer]) };
    }),
  );
  withPeerOptions(
    peers.verb<PeerOptions>('update <id>', 'Changes a sender', async ({ client, args, options }) => {
      const id = textArgument(args, 0);
      const { items } = await answer(client.api.GET('/api/v1/peers'));
      const current = items.find((peer) => peer.id === id);
      if (current === undefined)
        throw new CommandError('There is no peer with this id; `pesscara peers list` shows them.');
      const peer = await answer(
        client.api.PATCH('/api/v1/peers/{id}', {
          params: { path: { id } },
          body: { version: current.version, ...peerBody(options) },
        }),
      );
      return { value: peer, text: text([peer]) };
    }),
  );
  peers.verb('remove <id>', 'Forgets a sender', async ({ client, args }) => {
    const id = textArgument(args, 0);
    await client.api.DELETE('/api/v1/peers/{id}', { params: { path: { id } } });
    return { value: { removed: id }, text: 'Removed.' };
  });
}

/** `pesscara receivers`, `pesscara associations`. */
export function receiverCommands(program: Command, shell: Shell): void {
  addVerb(program, shell, 'receivers', 'Where scanners send to', async ({ client }) => {
    const receivers = await answer(client.api.GET('/api/v1/receivers'));
    const { dicom } = receivers;
    const text = fields({
      'AE title': dicom.aeTitle,
      host: dicom.host,
      port: dicom.port,
      'TLS port': dicom.tlsPort,
      'objects held': receivers.heldCount,
    });
    return { value: receivers, text };
  });
  addVerb<{ limit: number }>(
    program,
    shell,
    'associations',
    'Who sent what, newest first',
    async ({ client, options }) => {
      const { items, hasMore } = await itemsOf(options.limit, (page) =>
        answer(client.api.GET('/api/v1/associations', { params: { query: page } })),
      );
      const text = table(items, {
        began: (a) => a.startedAt,
        channel: (a) => a.channel,
        from: (a) => a.callingAe ?? a.address,
        outcome: (a) => a.outcome,
        received: (a) => a.receivedCount,
        duplicate: (a) => a.duplicateCount,
        conflict: (a) => a.conflictCount,
        held: (a) => a.heldCount,
        refused: (a) => a.refusedCount,
        size: (a) => formatBytes(a.sizeBytes),
      });
      return { value: items, text: text + moreNote(hasMore, options.limit) };
    },
  ).option('--limit <number>', 'how many', wholeNumber, 50);
}
