import { readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** What the web app is built from. */
const sources = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/api-client/src',
];

/** When the newest file at or below a path was changed; 0 when there is none. */
function newestChangeMs(at: string): number {
  const found = statSync(at, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found?.mtimeMs ?? 0;
  let newest = 0;
  for (const entry of readdirSync(at, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) newest = Math.max(newest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  return newest;
}

/**
 * Builds the web app when it was never built or its sources are newer. The page that every build writes last is the sign, so it
 * does not matter who built it: a start, `npm run build` or an image. A failed build does not keep the server from starting: the
 * API, the receiver and an older build serve on, and the reason is printed.
 */
export function buildWebApp(root: string, run: (command: string, args: string[]) => Finished): void {
  const page = path.join(root, 'apps/web/dist/index.html');
  const newestMs = Math.max(...sources.map((source) => newestChangeMs(path.join(root, source))));
  const builtMs = newestChangeMs(page);
  if (builtMs > 0 && builtMs >= newestMs) return;
  process.stdout.write('Building the web app (once) …\n');
  const { status, stdout, stderr } = run(process.execPath, [
    path.join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    'apps/web',
    '--logLevel',
    'warn',
  ]);
  if (status !== 0) {
    process.stderr.write(
      `The web app could not be built; the server starts without it.\n${stdout}${stderr}\n`,
    );
    return;
  }
  // What was changed while it was built is newer than the build.
  if (newestMs > 0) utimesSync(page, newestMs / 1000, newestMs / 1000);
}
