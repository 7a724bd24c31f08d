/** Writes everything that is made from the program: `npm run generate`. */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(import.meta.dirname, '..');

/** The files, from the root. tables.generated.ts comes first: the program that describes itself is compiled with it. */
export const generatedFiles = {
  tables: 'apps/server/src/kernel/db/tables.generated.ts',
  schema: 'apps/server/migrations/schema.sql',
  openApi: 'docs/reference/openapi.json',
  clientTypes: 'packages/api-client/src/schema.generated.ts',
  problems: 'docs/reference/problems.md',
  configuration: 'docs/reference/configuration.md',
  events: 'docs/reference/events.md',
  permissions: 'docs/reference/permissions.md',
  cli: 'docs/reference/cli.md',
} as const;

async function write(file: string, text: string): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}

/** Makes every file anew. */
export async function generate(): Promise<void> {
  const tables = spawnSync(process.execPath, [path.join(root, 'tools/generate-tables.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (tables.status !== 0) throw new Error('tools/generate-tables.ts failed');
  // Loaded now, so that they see the tables as they are now.
  const { schemaText } = await import('./generate-schema.ts');
  const { clientTypes } = await import('./generate-client.ts');
  const { readServerFacts } = await import('./reference/server-facts.ts');
  const pages = await import('./reference/pages.ts');
  const { cliPage } = await import('./reference/cli-page.ts');
  const { openApi, problems, events, routes } = await readServerFacts();
  await write(generatedFiles.schema, await schemaText());
  await write(generatedFiles.openApi, `${JSON.stringify(openApi, null, 2)}\n`);
  await write(generatedFiles.clientTypes, await clientTypes(openApi));
  await write(generatedFiles.problems, pages.problemsPage(problems));
  await write(generatedFiles.configuration, pages.configurationPage());
  await write(generatedFiles.events, pages.eventsPage(events));
  await write(generatedFiles.permissions, pages.permissionsPage(routes));
  await write(generatedFiles.cli, cliPage());
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await generate();
