#!/usr/bin/env node
// What `npm start` runs: plain JavaScript, so that an old Node can say so or hand over to the one that npm installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');
// Blob writes, picture encoding and password hashing share libuv's threads; four would make them wait for each other.
process.env.UV_THREADPOOL_SIZE ??= '16';
const [major] = process.versions.node.split('.').map(Number);

if (major < 24) {
  const bundled = path.join(root, 'node_modules/node/bin/node');
  if (!existsSync(bundled)) {
    console.error(
      `PESSCARA needs Node 24; this is ${process.version}. Run npm ci, which installs one for it, and npm start again.`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  // Half of what loading the program takes is reading and compiling it, which the second start need not do again.
  module.enableCompileCache(path.join(root, 'node_modules/.cache/compiled'));
  const { buildWebApp } = await import('../src/web-build.ts');
  buildWebApp(root, (command, args) =>
    spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }),
  );
  const { main } = await import('../src/main.ts');
  await main(process.argv.slice(2));
}
