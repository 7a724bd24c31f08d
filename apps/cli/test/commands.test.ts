import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries, part10Of, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../server/test/kit/server.ts';
import { type Series, startCommandLine, writeFolder } from './kit/command-line.ts';

const { server, pesscara, expectDone, untilDone, openCases, releasedSeries } = await startCommandLine();

/** Makes, judges, compares, tries and states a profile, as a data manager does. */
async function expectProfileCommands(): Promise<void> {
  expect((await expectDone(['profiles', 'list'])).out).toContain('basic');
  const shown = (await expectDone(['profile', 'show', 'research', '--json'])).json<{
    document: Record<string, unknown>;
  }>();
  const folder = temporaryFolder('profiles');
  const file = path.join(folder, 'profile.json');
  await writeFile(file, JSON.stringify(shown));
  const unbased = await pesscara(['profiles', 'lint', file]);
  expect([unbased.code, unbased.out.includes('Not Safe Harbor')]).toEqual([1, true]);
  await writeFile(file, JSON.stringify({ ...shown.document, basis: 'authorization', ageCapYears: 80 }));
  await expectDone(['profiles', 'lint', file]);
  await expectDone(['profiles', 'create', 'research', file, '--reason', 'Younger.']);
  expect((await expectDone(['profiles', 'diff', 'research'])).out).toContain('ageCapYears: 89 -> 80');
  expect((await expectDone(['profiles', 'conformance', 'research@1'])).out).toContain(
    '# Conformance statement',
  );
  const [instance] = makeSeries({ kind: 't1', slices: 1 });
  const dicom = path.join(folder, 'one.dcm');
  await writeFile(dicom, instance === undefined ? '' : part10Of(instance));
  const preview = await expectDone(['profiles', 'preview', dicom, '--profile', 'basic']);
  expect(preview.out).toContain('TRIED-0001');
  expect((await pesscara(['profiles', 'show', 'nothing'])).code).toBe(1);
  const absent = path.join(folder, 'absent.dcm');
  expect((await pesscara(['profiles', 'preview', absent])).err).toContain(`There is no file ${absent}.`);
}

describe('from quarantine to disk', () => {
  it('reviews, finds, tags, describes and downloads', async () => {
    await expectDone(['projects', 'create', 'way', '--subject-prefix', 'WAY', '--profile', 'basic']);
    const back = await expectDone(['projects', 'update', 'way', '--profile', '', '--decide-flagged-values']);
    expect(back.out).toMatch(/profile \(id\) +the installation’s default/);
    await expectDone(['projects', 'update', 'way', '--no-decide-flagged-values']);
    await expectDone([
      'upload',
      await writeFolder(makeSeries({ kind: 't1-post', slices: 3 })),
      '--project',
      'way',
    ]);
    const [waiting] = await openCases('way', 3);
    const shown = await expectDone(['quarantine', 'show', 'way', waiting?.id ?? '']);
    expect(shown.out).toContain('you may approve');
    const attributes = await expectDone(['quarantine', 'attributes', 'way', waiting?.id ?? '']);
    expect(attributes.out).toContain('PatientName');
    expect(attributes.out).not.toContain('Quillfeather');
    expect(await pesscara(['quarantine', 'reject', 'way', waiting?.id ?? ''])).toMatchObject({ code: 2 });
    await expectDone(['quarantine', 'approve', 'way', waiting?.id ?? '']);

    const [series] = await releasedSeries('way', 1);
    const id = series?.id ?? '';
    expect(series).toMatchObject({ instanceCount: 3, subjectCode: expect.stringMatching(/^WAY/) });
    await expectDone(['series', 'tag', 'way', id, '--add', 'keep']);
    expect(
      (await expectDone(['series', 'list', 'way', '--tag', 'keep', '--json'])).json<Series[]>(),
    ).toHaveLength(1);
    expect((await expectDone(['series', 'list', 'way', '--tag', 'lost', '--json'])).json<Series[]>()).toEqual(
      [],
    );
    expect((await expectDone(['series', 'header', 'way', id])).out).toContain('PatientIdentityRemoved');
    expect((await expectDone(['classification', 'show', 'way', id])).out).toMatch(/T1/);
    expect((await expectDone(['search', 'T1'])).out).toContain(id);

    const folder = temporaryFolder('cli-downloads');
    const { out } = await expectDone(['series', 'download', 'way', id, '--output', folder]);
    const file = out.trim();
    expect(path.dirname(file)).toBe(folder);
    expect((await readFile(file)).toString('latin1', 0, 2)).toBe('PK');
    expect(await pesscara(['series', 'download', 'way', id, '--output', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--force'),
    });
    await expectDone(['series', 'download', 'way', id, '--output', file, '--force']);
  });
});

describe('the values of what waits', () => {
  it('decides on values, and makes a rule of one', async () => {
    await expectDone(['projects', 'create', 'said']);
    await expectDone([
      'upload',
      await writeFolder(makeSeries({ kind: 't1', slices: 2, description: 'PLAN 4711222' })),
      '--project',
      'said',
    ]);
    await openCases('said', 2);
    interface Value {
      id: string;
      value: string | null;
      decision: { id: string; action: string } | null;
    }
    const list = ['quarantine', 'values', 'said', '--attribute', 'SeriesDescription', '--json'];
    const shown = async () => (await expectDone(list)).json<Value[]>();
    await expect.poll(async () => (await shown()).length, { timeout: 120_000 }).toBe(1);
    const id = (await shown())[0]?.id ?? '';
    expect((await pesscara(['quarantine', 'decide-value', 'said', id])).code).toBe(2);
    await expectDone(['quarantine', 'decide-value', 'said', id, '--replace', 'SPINE']);
    const decision = (await shown())[0]?.decision;
    expect(decision).toMatchObject({ action: 'replace' });
    await expectDone(['quarantine', 'undo-values', 'said', decision?.id ?? '']);
    // Carried out or not yet: it is as it was.
    await expect.poll(shown, { timeout: 120_000 }).toMatchObject([{ id, decision: null, isChanged: false }]);

    const rule = ['quarantine', 'value-rule', 'said', id, '--why', 'Numbers of plans'];
    expect((await pesscara(rule)).code).toBe(1);
    rule.push('--basis', 'authorization');
    const proposed = (await expectDone([...rule, '--json'])).json<{ saved: unknown }>();
    expect(proposed.saved).toBeNull();
    const saved = await expectDone([...rule, '--save']);
    expect(saved.out).toContain('+ override 0008,103E');
    expect(saved.out).toContain('said-rules version 1 is saved');
    const used = await expectDone([...rule, '--use']);
    expect(used.out).toContain('said uses it for what arrives from now on.');
  });
});

describe('send', () => {
  const to = () => ['--to', `PESSCARA@127.0.0.1:${server.dicomPort}`];

  it('asks whether a receiver answers, and says why it does not', async () => {
    expect((await expectDone(['send', '--echo', ...to()])).out).toContain('answers');
    expect(await pesscara(['send', '--echo', '--to', `OTHER@127.0.0.1:${server.dicomPort}`])).toMatchObject({
      code: 1,
      err: expect.stringContaining('OTHER rejects'),
    });
    expect(await pesscara(['send', '--echo', '--to', 'PESSCARA@127.0.0.1:1'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('No connection'),
    });
  });

  it('sends by C-STORE what routes then take, or hold', async () => {
    await expectDone(['projects', 'create', 'sent']);
    const routes = [
      {
        name: 'cli',
        enabled: true,
        match: { callingAe: 'PESSCARA_CLI' },
        project: 'sent',
        profile: null,
        tags: [],
        centre: null,
      },
    ];
    await expectDone(['routes', 'set', '-'], { input: JSON.stringify(routes) });
    expect(
      (await expectDone(['routes', 'test', '--calling-ae', 'PESSCARA_CLI', '--json'])).json(),
    ).toMatchObject({ matched: { name: 'cli' } });
    expect((await pesscara(['routes', 'test', '--calling-ae', 'OTHER'])).code).toBe(1);
    const folder = await writeFolder(makeSeries({ kind: 'ct', slices: 4, patient: patients.tollemache }));
    expect(
      (await expectDone(['send', folder, '--associations', '2', '--json', ...to()])).json(),
    ).toMatchObject({ sent: 4, notDicom: 1, failures: [] });
    await openCases('sent', 4);

    const stray = await writeFolder(makeSeries({ kind: 'ct', slices: 1, patient: patients.nakashiro }));
    await expectDone(['send', stray, '--from', 'STRANGER', ...to()]);
    const [held] = await untilDone<{ id: string; reason: string }[]>(
      'a held object',
      ['held', 'list'],
      (items) => items.length > 0,
    );
    expect(held?.reason).toBe('no-route');
    await expectDone(['held', 'route', held?.id ?? '', '--project', 'sent']);
    await openCases('sent', 5);
  });
});

describe('the audit trail', () => {
  it('is verified as it stands, from a file, and not when the file was altered', async () => {
    const intact = (await expectDone(['audit', 'verify', '--json'])).json<{ ok: boolean; size: number }>();
    expect(intact.ok).toBe(true);
    expect(intact.size).toBeGreaterThan(10);

    const folder = temporaryFolder('cli-audit');
    const { publicKey } = (await expectDone(['audit', 'checkpoints', '--json'])).json<{
      publicKey: string;
    }>();
    const file = (await expectDone(['audit', 'export', '--output', folder])).out.trim();
    await expectDone(['audit', 'verify', '--file', file, '--public-key', publicKey]);
    expect((await pesscara(['audit', 'verify', '--file', file])).code).toBe(2);

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const entry = lines.findLastIndex((line) => line.includes('"bytes"'));
    const altered = JSON.parse(lines[entry] ?? '{}') as { bytes: string };
    lines[entry] = JSON.stringify({ ...altered, bytes: Buffer.from('{}').toString('base64') });
    await writeFile(file, `${lines.join('\n')}\n`);
    expect(await pesscara(['audit', 'verify', '--file', file, '--public-key', publicKey])).toMatchObject({
      code: 1,
      out: expect.stringContaining('NOT INTACT'),
    });
  });

  it('is listed for a project', async () => {
    expect((await expectDone(['audit', 'list', '--project', 'sent'])).out).toContain('archive.held.placed');
  });
});

describe('identities', () => {
  it('lists who has a temporary identifier only, and says that a series shows a child, with a preview and an undo', async () => {
    await expectDone(['projects', 'create', 'born', '--temporary-id', 'TRAUMA-*']);
    await expectDone(['members', 'set', 'born', 'admin', 'importer', 'reviewer', 'honest-broker']);
    const patient = { ...patients.quillfeather, patientId: 'TRAUMA-12' };
    const folder = await writeFolder(makeSeries({ kind: 't1', slices: 1, patient }));
    await expectDone(['upload', folder, '--project', 'born']);
    await openCases('born', 1);
    const { items } = (await expectDone(['identity', 'temporary', 'born', '--json'])).json<{
      items: { code: string; exams: number }[];
    }>();
    expect(items).toMatchObject([{ exams: 1 }]);
    const code = items[0]?.code ?? '';
    const listed = await expectDone(['identity', 'series', 'born', code, '--json']);
    const [series] = listed.json<{ seriesId: string; subject: string }[]>();
    expect(series?.subject).toBe(code);
    const say = ['identity', 'child', 'born', series?.seriesId ?? '', '--designation', 'A', '--role'];
    expect((await pesscara([...say, 'king', '--preview'])).code).toBe(2);
    expect((await expectDone([...say, 'fetus', '--preview'])).out).toContain('a new subject');
    const stated = await expectDone([...say, 'fetus', '--reason', 'Label in the image.', '--json']);
    const [fact] = stated.json<{ ids: string[] }>().ids;
    expect((await expectDone(['identity', 'list', 'born'])).out).toContain(`is fetus A of ${code}`);
    await expectDone(['identity', 'undo', 'born', fact ?? '', '--reason', 'Not at all.', '--json']);
    const link = ['identity', 'link', 'born', '--subject', code, '--ids-stdin', '--reason', 'Told by ADT.'];
    await expectDone(link, { input: 'MRN-12' });
    expect((await expectDone(['identity', 'list', 'born'])).out).toMatch(new RegExp(`stands for ${code}`));
  });
});

describe('events', () => {
  it('are listed, and followed until Ctrl-C', async () => {
    const { items } = (await expectDone(['events', 'list', '--json'])).json<{
      items: { position: number; type: string }[];
    }>();
    expect(items.map((event) => event.type)).toContain('projects.project.created');
    const { code, out } = await pesscara(['events', 'tail', '--after', '0'], {
      interruptAt: 'projects.project.created',
    });
    expect(out).toContain('projects.project.created');
    expect(code).toBe(0);
  });
});

describe('administration', () => {
  it('makes users, members, tokens and peers', async () => {
    const { account } = (await expectDone(['users', 'create', 'bob', '--name', 'Bob', '--json'])).json<{
      account: { id: string };
    }>();
    await expectDone(['members', 'set', 'sent', 'bob', 'viewer', 'reviewer']);
    expect((await expectDone(['members', 'list', 'sent'])).out).toMatch(/bob +Bob +viewer reviewer/);
    expect(await pesscara(['members', 'set', 'sent', 'bob', 'king'])).toMatchObject({ code: 1 });
    await expectDone(['members', 'remove', 'sent', 'bob']);
    await expectDone(['users', 'update', account.id, '--disabled']);
    expect((await expectDone(['users', 'show', account.id, '--json'])).json()).toMatchObject({
      disabled: true,
    });

    const { id, token } = (
      await expectDone(['tokens', 'create', 'narrow', '--scope', 'archive:read', '--days', '1', '--json'])
    ).json<{ id: string; token: string }>();
    await expectDone(['projects', 'list'], { token });
    expect((await pesscara(['projects', 'create', 'other'], { token })).code).toBe(1);
    await expectDone(['tokens', 'revoke', id]);
    expect((await pesscara(['projects', 'list'], { token })).code).toBe(1);

    const peer = (await expectDone(['peers', 'add', 'SCANNER', '--address', '10.1.0.0/16', '--json'])).json<{
      id: string;
    }>();
    expect((await expectDone(['peers', 'update', peer.id, '--no-enabled', '--json'])).json()).toMatchObject({
      enabled: false,
      addresses: ['10.1.0.0/16'],
    });
    await expectDone(['peers', 'remove', peer.id]);
    await expectProfileCommands();
    expect((await expectDone(['receivers'])).out).toContain(String(server.dicomPort));
    expect((await expectDone(['health'])).out).toContain('ready');
    expect((await expectDone(['overview', 'sent'])).out).toContain('inQuarantine');
    expect(
      (
        await expectDone([
          'projects',
          'update',
          'sent',
          '--description',
          'new',
          '--second-reviewer',
          '--json',
        ])
      ).json(),
    ).toMatchObject({ description: 'new', settings: { secondReviewer: true } });
  });
});
