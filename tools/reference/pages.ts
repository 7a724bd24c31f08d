import { z } from 'zod';
import {
  projectPermissions,
  projectRoles,
  systemPermissions,
  systemRoles,
} from '../../apps/server/src/kernel/access/index.ts';
import type { Setting } from '../../apps/server/src/kernel/config/index.ts';
import type { EventKind } from '../../apps/server/src/kernel/events/index.ts';
import type { ProblemKind } from '../../apps/server/src/kernel/problems/index.ts';
import { serverSettings } from '../../apps/server/src/server-config.ts';
import { grouped, markdownTable, page } from './markdown.ts';
import type { Json, RouteFacts } from './server-facts.ts';

/** docs/reference/problems.md */
export function problemsPage(problems: readonly ProblemKind[]): string {
  const sections = grouped(problems, ({ name }) => name.split('/')[0] ?? '').map(([slice, kinds]) => {
    const rows = kinds.map(({ name, status, title }) => [`\`${name}\``, String(status), title]);
    return `## ${slice}\n\n${markdownTable(['problem', 'status', 'title'], rows)}`;
  });
  return page(
    'Problems',
    'What the API answers instead of a success: `application/problem+json` (RFC 9457). The `type` is `urn:pesscara:problem:` and the name below; `detail` says what happened in this case and what to do; `instance` names the request in the server’s log; `errors` points at the mistakes of a request.',
    sections,
  );
}

function jsonSchemaOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

function bounds(schema: Json): string {
  const {
    minimum,
    maximum,
    enum: values,
  } = schema as { minimum?: number; maximum?: number; enum?: unknown[] };
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER;
  if (minimum === undefined && isOpen) return '';
  return isOpen ? `${minimum} or more` : `${minimum ?? ''} to ${maximum}`;
}

function settingRow({ variable, schema, description, secret }: Setting<z.ZodType>): string[] {
  const json = jsonSchemaOf(schema);
  const unset = schema.safeParse(undefined);
  const fallback = json['default'] ?? unset.data;
  const takes = typeof unset.data === 'boolean' ? '`true` or `false`' : bounds(json);
  const more =
    secret === true ? ` Secret: never printed; may come from the file that \`${variable}_FILE\` names.` : '';
  return [
    `\`${variable}\``,
    fallback === undefined ? '' : `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``,
    takes,
    `${description}${more}`,
  ];
}

/** docs/reference/configuration.md */
export function configurationPage(): string {
  const settings: Setting<z.ZodType>[] = Object.values(serverSettings);
  const rows = settings.map(settingRow).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return page(
    'Configuration',
    'Read from the environment once, at start. A name that begins with `PESSCARA_` and is not in this table is an error: a misspelt limit would be a limit that is not in force. What people change while the server runs (routes, peers, profiles, projects) is data and not here. The command line reads `PESSCARA_URL` and `PESSCARA_TOKEN`.',
    [markdownTable(['variable', 'default', 'takes', 'meaning'], rows)],
  );
}

function fieldRows(json: Json): string[][] {
  const { properties = {}, required = [] } = json as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const {
      type,
      description = '',
      enum: values,
      items,
    } = property as { type?: string | string[]; description?: string; enum?: string[]; items?: Json };
    const kind =
      values?.join(', ') ??
      (items === undefined
        ? String(type ?? 'any')
        : `list of ${JSON.stringify(items['type'] ?? 'any').replaceAll('"', '')}`);
    return [`\`${name}\``, kind, required.includes(name) ? '' : 'optional', description];
  });
}

/** docs/reference/events.md */
export function eventsPage(events: readonly EventKind[]): string {
  const sections = events.map(({ type, version, description, data }) => {
    const rows = fieldRows(z.toJSONSchema(data, { io: 'output', unrepresentable: 'any' }));
    const fields = rows.length === 0 ? 'No data.' : markdownTable(['data', 'type', '', 'meaning'], rows);
    return `## \`${type}\`, version ${version}\n\n${description}\n\n${fields}`;
  });
  return page(
    'Events',
    'Facts that the server publishes, in the order of their `position`: read them by `GET /api/v1/events?after=…`, follow them by `GET /api/v1/events/stream` (server-sent events) or `npx pesscara events tail`. You see those of projects that you may see; those of quarantine only as a reviewer. No event carries a patient’s identity.',
    sections,
  );
}

interface RoleText {
  readonly permissions: readonly string[];
  readonly description: string;
}

function roleTable(roles: Readonly<Record<string, RoleText>>): string {
  const rows = Object.entries(roles).map(([name, { permissions, description }]) => [
    `\`${name}\``,
    description,
    permissions.map((permission) => `\`${permission}\``).join(' '),
  ]);
  return markdownTable(['role', 'for', 'permissions'], rows);
}

function permissionSection(permission: string, routes: readonly RouteFacts[]): string {
  const rows = routes
    .filter((route) => route.permission === permission)
    .map(({ method, path, summary }) => [`\`${method} ${path}\``, summary]);
  return `### \`${permission}\`\n\n${rows.length === 0 ? 'No route of its own.' : markdownTable(['route', 'what it does'], rows)}`;
}

/** docs/reference/permissions.md */
export function permissionsPage(routes: readonly RouteFacts[]): string {
  const ordered = [...routes].sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  const sections = [
    `## Roles of the installation\n\n${roleTable(systemRoles)}`,
    `## Roles in a project\n\n${roleTable(projectRoles)}`,
    '## What each permission opens\n\nA project that one may not see answers 404, an action that one may not do 403.',
    ...['public', 'signed-in', ...systemPermissions, ...projectPermissions].map((name) =>
      permissionSection(name, ordered),
    ),
  ];
  return page(
    'Permissions',
    'A route names one permission; a role is a set of permissions. Code never asks for a role.',
    sections,
  );
}
