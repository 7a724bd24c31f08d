import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildWebApp } from './web-build.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A repository with a web app of one source, and a builder that counts its builds. */
function makeRepository() {
  const root = mkdtempSync(path.join(os.tmpdir(), 'pesscara-web-build-'));
  folders.push(root);
  const source = path.join(root, 'apps/web/src/main.tsx');
  const page = path.join(root, 'apps/web/dist/index.html');
  mkdirSync(path.dirname(source), { recursive: true });
  mkdirSync(path.dirname(page), { recursive: true });
  writeFileSync(source, 'one');
  utimesSync(source, 1000, 1000);
  let builds = 0;
  const build = () => {
    builds++;
    writeFileSync(page, 'built');
    return { status: 0, stdout: '', stderr: '' };
  };
  return { root, source, page, build, start: () => buildWebApp(root, build), builds: () => builds };
}

describe('the web app at a start', () => {
  it('is built once, and again when a source is newer', () => {
    const { start, builds, source } = makeRepository();
    start();
    start();
    expect(builds()).toBe(1);
    utimesSync(source, 2000, 2000);
    start();
    start();
    expect(builds()).toBe(2);
  });

  it('is not built again after `npm run build`', () => {
    const { start, build, builds } = makeRepository();
    build();
    start();
    expect(builds()).toBe(1);
  });

  it('is built again when its page or its settings were changed', () => {
    const { start, builds, root } = makeRepository();
    start();
    for (const [name, seconds] of [
      ['index.html', 2000],
      ['vite.config.ts', 3000],
    ] as const) {
      const file = path.join(root, 'apps/web', name);
      writeFileSync(file, 'changed');
      utimesSync(file, seconds, seconds);
      start();
    }
    expect(builds()).toBe(3);
  });

  it('is built again at the next start when a source was changed during the build', () => {
    const { root, build, source, builds } = makeRepository();
    buildWebApp(root, () => {
      writeFileSync(source, 'two');
      utimesSync(source, 1500, 1500);
      return build();
    });
    buildWebApp(root, build);
    expect(builds()).toBe(2);
  });

  it('does not keep the server from starting when it cannot be built', () => {
    const { root, page } = makeRepository();
    expect(() =>
      buildWebApp(root, () => ({ status: 1, stdout: 'no room on the disk', stderr: '' })),
    ).not.toThrow();
    expect(existsSync(page)).toBe(false);
  });
});
