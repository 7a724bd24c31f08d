import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

function newestChangeMs(directory: string): number {
  let newest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) newest = Math.max(newest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  return newest;
}

/**
 * Builds the web app when it was never built or its sources are newer. A failed build does not keep the server from
 * starting: the API, the receiver and an older build serve on, and the reason is printed.
 */
export function buildWebApp(root: string, run: (command: string, args: string[]) => Finished): void {
  const web = path.join(root, 'apps/web');
  const stamp = path.join(web, 'dist/.built');
  const builtFromMs = existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0;
  const sources = ['apps/web/src', 'packages/api-client/src']
    .map((folder) => path.join(root, folder))
    .filter(existsSync);
  const newestMs = Math.max(...sources.map(newestChangeMs));
  if (builtFromMs >= newestMs) return;
  process.stdout.write('Building the web app (once) …\n');
  const { status, stdout, stderr } = run(process.execPath, [
    path.join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    'apps/web',
    '--logLevel',
    'warn',
  ]);
  if (status === 0) writeFileSync(stamp, String(newestMs));
  else
    process.stderr.write(
      `The web app could not be built; the server starts without it.\n${stdout}${stderr}\n`,
    );
}
