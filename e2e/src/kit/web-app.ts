import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildWebApp } from '../../../apps/server/src/web-build.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Builds the web app as `npm start` does: only when it is older than its sources. */
export function ensureWebApp(): void {
  buildWebApp(root, (command, args) => spawnSync(command, args, { cwd: root, encoding: 'utf8' }));
}
