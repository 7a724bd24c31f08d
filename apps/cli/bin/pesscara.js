#!/usr/bin/env node
// The command line runs TypeScript as it stands, which takes Node 24. Started by an older one, it hands over to the
// Node that npm installed beside it (the package `node`).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;

function bundledNode() {
  const manifest = createRequire(import.meta.url).resolve('node/package.json');
  return path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  // Compiled once into the cache of Node, not at every command.
  nodeModule.enableCompileCache?.();
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const program = bundledNode();
  if (!existsSync(program)) {
    process.stderr.write(
      `pesscara needs Node ${neededMajor} or newer; this is ${process.versions.node}. Run npm ci, or install one.\n`,
    );
    process.exit(1);
  }
  const { status, signal } = spawnSync(program, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = signal === null ? (status ?? 1) : 1;
}
