import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  createItem,
  type DataSet,
  firstText,
  parseDataSet,
  setSequence,
  setText,
  textValues,
} from '@pesscara/dicom';
import { makeSeries, part10Of } from '@pesscara/phantom';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { problemOf, withAccess } from '../../../test/kit/access.ts';
import { createDatabase, createPool } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { createVault } from '../../kernel/vault/index.ts';
import { createProjects } from '../../projects/index.ts';
import { createDeidentification, deidentificationRoutes, type ProjectRules } from '../index.ts';

const { db, url, log, audit, clock, ctx, http, call, person, accounts, events } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-ctp-'));
const vault = createVault({ directory, key: randomBytes(32) });
const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 3, log });
afterAll(async () => {
  await crosswalkPool.end();
  await rm(directory, { recursive: true, force: true });
});

let rules: ProjectRules;
beforeEach(() => {
  rules = { profileId: null, subjectCodePrefix: 'GBM', keepsOriginals: true };
});

function make() {
  return createDeidentification({
    db,
    crosswalkDb: createDatabase(crosswalkPool),
    clock,
    audit,
    vault,
    engineVersion: 'test',
    projectRules: () => Promise.resolve(rules),
  });
}
const deidentification = make();
await deidentification.profiles.addBuiltIns(ctx);
deidentificationRoutes({ http, deidentification, projects, config: { maxTriedBytes: 1_000_000 } });
await http.app.ready();
const { cookie } = await person('keeper', ['administrator']);
const nobody = await person();

const rule = (tag: string, code: string): string => `<e en="T" t="${tag}" n="">${code}</e>`;
const uidRules = ['00080018', '0020000d', '0020000e']
  .map((tag) => rule(tag, '@hashuid(@ROOT,this)'))
  .join('');
const basic = `<p t="ROOT">1.2.826.0.1.99</p>${uidRules}${rule('00100010', 'ANON')}<r en="T" t="privategroups">x</r><k en="T" t="0008">x</k><k en="T" t="0018">x</k><k en="T" t="0020">x</k><r en="T" t="unspecifiedelements">x</r>`;
const scriptOf = (more: string): string => `<script>${basic}${more}</script>`;

async function profileOf(name: string, files: Record<string, string>): Promise<string> {
  const added = await call('POST', '/ctp-profiles', { cookie, body: { name, ...files } });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return String((added.body as Record<string, unknown>)['id']);
}

function headerOf(change: (header: DataSet) => void): { header: DataSet; sopClassUid: string } {
  const [instance] = makeSeries({ kind: 't1', slices: 1 });
  if (instance === undefined) throw new Error('no phantom');
  const { dataSet, transferSyntaxUid, sopClassUid } = instance;
  const parsed = parseDataSet(dataSet, { transferSyntaxUid });
  if (parsed.kind !== 'parsed') throw new Error('The phantom cannot be read');
  change(parsed.dataSet);
  return { header: parsed.dataSet, sopClassUid };
}

async function treat(
  profileId: string,
  {
    change = () => undefined,
    projectId = newId(),
    by = deidentification,
  }: {
    change?: (header: DataSet) => void;
    projectId?: string;
    by?: typeof deidentification;
  } = {},
) {
  const { header, sopClassUid } = headerOf(change);
  const before = {
    patientId: firstText(header, 'PatientID') ?? '',
    uid: firstText(header, 'SOPInstanceUID') ?? '',
  };
  const instanceId = newId();
  const result = await by.deidentify(header, { projectId, profileId, instanceId, sopClassUid });
  return { result, before, projectId, instanceId };
}

async function passed(...given: Parameters<typeof treat>) {
  const treated = await treat(...given);
  if (treated.result.kind !== 'deidentified') throw new Error(JSON.stringify(treated.result));
  return { ...treated, result: treated.result };
}

describe('files of CTP', () => {
  test('are kept unchanged as versions of a profile, with what the linter says of them', async () => {
    const script = scriptOf(rule('00100020', '@hash(this,8)'));
    const id = await profileOf('site-ctp', { script });
    const { body } = await call('GET', `/ctp-profiles/${id}`, { cookie });
    expect(body).toMatchObject({ name: 'site-ctp', version: 1, script, hasLookupTable: false, filter: null });
    const second = await call('POST', '/ctp-profiles', { cookie, body: { name: 'site-ctp', script } });
    expect(second.body).toMatchObject({ version: 2 });
    expect(await deidentification.findProfileId('site-ctp')).toBe((second.body as { id: string }).id);
  });

  test('are compared with the version before, line by line; the lookup table stays sealed', async () => {
    const [before, after] = [scriptOf('\n'), scriptOf(`\n${rule('00100020', '@hash(this,8)')}\n`)];
    const first = await profileOf('compared', { script: before });
    const second = await profileOf('compared', { script: after, lookupTable: 'ptid/SECRET = 1' });
    const diff = (id: string, query = '') => call('GET', `/profiles/${id}/diff${query}`, { cookie });
    expect((await diff(first)).body).toMatchObject({ from: null, diff: null, files: null });
    const found = await diff(second);
    expect(found.body).toMatchObject({ from: { version: 1 }, diff: null });
    const [script, table] = found.body['files'] as {
      file: string;
      lines: { change: string; text: string }[];
    }[];
    expect(script?.lines.filter(({ change }) => change !== 'kept').map(({ change }) => change)).toContain(
      'added',
    );
    expect(table).toEqual({ file: 'lookupTable', lines: null });
    expect(JSON.stringify(found.body)).not.toContain('SECRET');
    const rules = await deidentification.findProfileId('research');
    expect(problemOf(await diff(second, `?from=${rules}`))).toBe('deidentification/profile-is-script');
  });

  test('are refused with every error and its line', async () => {
    const script =
      '<script>\n<e en="T" t="00100010" n="">@Remove()</e>\n<e en="T" t="00100020" n="">@lookup(this,a)</e></script>';
    const refused = await call('POST', '/ctp-profiles', { cookie, body: { name: 'wrong', script } });
    expect(problemOf(refused)).toBe('deidentification/profile-invalid');
    const { errors } = refused.body as { errors: { pointer: string; detail: string }[] };
    expect(errors.map(({ pointer, detail }) => `${pointer} ${detail.slice(0, 7)}`)).toEqual([
      '/body/script Line 2:',
      '/body/script Line 3:',
    ]);
    const lint = await call('POST', '/ctp-profiles/lint', { cookie, body: { script } });
    expect(lint.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ code: 'miscasedFunction' })]),
    });
    expect(await deidentification.findProfileId('wrong')).toBeUndefined();
  });

  test('can write the code of the subject, as a script of XNAT does', async () => {
    const script = '(0010,0010) := subject\n(0010,0020) := subject\n(0008,1030) := project\n';
    const body = { script, variables: { project: 'GBM study' } };
    const converted = await call('POST', '/dicomedit-conversions', { cookie, body });
    expect(converted.body).toMatchObject({ notes: [], missingVariables: [] });
    const id = await profileOf('from-xnat', { script: (converted.body as { script: string }).script });
    const { result } = await passed(id);
    expect(firstText(result.dataSet, 'PatientID')).toMatch(/^GBM-\d+$/);
    expect(firstText(result.dataSet, 'PatientName')).toBe(firstText(result.dataSet, 'PatientID'));
    expect(firstText(result.dataSet, 'StudyDescription')).toBe('GBM study');
    expect(result.findings.map(({ path }) => path)).not.toContain('(0010,0020)');
  });

  test('are no version of a profile of another kind, and not everybody may bring them', async () => {
    const script = scriptOf('');
    const taken = await call('POST', '/ctp-profiles', { cookie, body: { name: 'research', script } });
    expect(problemOf(taken)).toBe('deidentification/profile-invalid');
    const forbidden = await call('POST', '/ctp-profiles', {
      cookie: nobody.cookie,
      body: { name: 'x', script },
    });
    expect(forbidden.status).toBe(403);
  });

  test('have a lookup table that is sealed and never shown', async () => {
    const files = {
      script: scriptOf(rule('00100020', '@lookup(this,ptid,default,none)')),
      lookupTable: 'ptid/SECRETKEY = S1',
    };
    const id = await profileOf('with-table', files);
    const { body } = await call('GET', `/ctp-profiles/${id}`, { cookie });
    expect(body).toMatchObject({ hasLookupTable: true });
    const rows = await db
      .selectFrom('deidentification.ctp_lookup_table')
      .selectAll()
      .where('profile_id', '=', id)
      .execute();
    expect(JSON.stringify([body, rows[0]?.sealed.toString('latin1')])).not.toContain('SECRETKEY');
  });
});

describe('an object under a CTP script', () => {
  test('becomes what the script says, stamped, reported without values, its originals sealed', async () => {
    const id = await profileOf('stamped', { script: scriptOf(rule('00100020', '@hash(this,8)')) });
    const { result, before, projectId, instanceId } = await passed(id);
    expect(firstText(result.dataSet, 'PatientName')).toBe('ANON');
    expect(firstText(result.dataSet, 'PatientID')).toMatch(/^\d{8}$/);
    expect(result.sopInstanceUid).toMatch(/^1\.2\.826\.0\.1\.99\./);
    expect(firstText(result.dataSet, 'SOPInstanceUID')).toBe(result.sopInstanceUid);
    expect(firstText(result.dataSet, 'PatientIdentityRemoved')).toBe('YES');
    expect(firstText(result.dataSet, 'DeidentificationMethod')).toBe('PESSCARA test');
    expect(JSON.stringify(result.report)).not.toContain(before.patientId);
    expect(result.report.entries).toContainEqual(
      expect.objectContaining({ path: '(0010,0020)', rule: 'ctp:1', outcome: 'replaced', action: 'D' }),
    );
    const sealed = result.sealedOriginals;
    if (sealed === null) throw new Error('The originals were not kept');
    const originals = await deidentification.openOriginals({ projectId, instanceId, sealed });
    const original = originals.find(({ path: at }) => at === '(0010,0020)');
    expect(
      Buffer.from(original?.bytes ?? [])
        .toString()
        .trim(),
    ).toBe(before.patientId);
  });

  test('is held where CTP would let a value through', async () => {
    const written = await profileOf('refused-write', {
      script: scriptOf(rule('00080020', '@contents(PatientName)')),
    });
    const { result } = await treat(written);
    expect(result).toMatchObject({
      kind: 'held',
      detail: expect.stringContaining('ctp.writeRefused at (0008,0020)'),
    });
  });

  test('is held when the filter does not select it, the script quarantines it, or it has no UID left', async () => {
    const filtered = await profileOf('filtered', { script: scriptOf(''), filter: 'Modality.equals("XX")' });
    const quarantined = await profileOf('quarantined', {
      script: scriptOf(rule('00100020', '@quarantine()')),
    });
    const nameless = await profileOf('nameless', {
      script: scriptOf('').replace('@hashuid(@ROOT,this)', '@empty()'),
    });
    for (const id of [filtered, quarantined, nameless])
      expect((await treat(id)).result).toMatchObject({ kind: 'held', reason: 'refused' });
  });

  test('loses identifiers of the patient that the script left, with findings', async () => {
    const script = scriptOf(
      rule('00100020', '@keep()') + rule('0008103e', '@contents(PatientID)') + rule('00081140', '@keep()'),
    );
    const id = await profileOf('leaking', { script });
    const { result, before } = await passed(id, {
      change: (header) => {
        const item = createItem(header);
        setText(item, 'ReferencedSOPInstanceUID', 'UI', '1.2.3');
        setSequence(header, 'ReferencedImageSequence', [item]);
      },
    });
    expect(firstText(result.dataSet, 'PatientID')).toBe(result.subjectCode);
    expect(firstText(result.dataSet, 'SeriesDescription')).toBeUndefined();
    const found = result.findings.map(({ code, path: at }) => `${code} ${at ?? ''}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'identifier-in-output (0010,0020)',
        'identifier-in-output (0008,103E)',
        'ctp.unscriptedSequence (0008,1140)',
      ]),
    );
    expect(JSON.stringify(result.findings)).not.toContain(before.patientId);
  });

  test('keeps no identifier in its name, its number or its method, however the script wrote it there', async () => {
    const script = scriptOf(
      rule('00100020', 'X-@contents(PatientID)') +
        rule('00120063', '@always()by us for @contents(PatientID)'),
    );
    const { result, before } = await passed(await profileOf('wrapping', { script }));
    expect(firstText(result.dataSet, 'PatientID')).toBe(result.subjectCode);
    expect(textValues(result.dataSet, 'DeidentificationMethod').join()).not.toContain(before.patientId);
  });

  test('names the regions of its device in its report, to be masked', async () => {
    const id = await profileOf('masked', { script: scriptOf(''), pixelScript: '{ true. } (0,0,9,9)' });
    const { result } = await passed(id);
    expect(result.report.entries).toContainEqual(
      expect.objectContaining({ path: '(7FE0,0010)', rule: 'pixel-region:0,0,10,10' }),
    );
  });

  test('that no signature of the pixel script fits carries a finding', async () => {
    const pixelScript = '{ Modality.equals("XX") } (0,0,9,9)';
    const { result } = await passed(await profileOf('unfitting', { script: scriptOf(''), pixelScript }));
    expect(result.findings.map(({ code }) => code)).toContain('ctp.unmatchedSignature');
  });

  test('has the integer of its patient, the same at any time and in any process, another in another project', async () => {
    const id = await profileOf('counted', { script: scriptOf(rule('00100020', 'S@integer(this,ptid,3)')) });
    const projectId = newId();
    const named = (patientId: string) => (header: DataSet) => setText(header, 'PatientID', 'LO', patientId);
    const numberOf = async (patientId: string, by = deidentification, project = projectId) => {
      const { result } = await passed(id, { change: named(patientId), projectId: project, by });
      return firstText(result.dataSet, 'PatientID');
    };
    expect(await numberOf('FIRST77')).toBe('S001');
    const others = await Promise.all(
      [make(), make(), make()].map((by, at) => numberOf(`OTHER${String(at)}X`, by)),
    );
    expect(others.toSorted()).toEqual(['S002', 'S003', 'S004']);
    expect(await numberOf('FIRST77', make())).toBe('S001');
    expect(await numberOf('OTHER1X', deidentification, newId())).toBe('S001');
  });

  test('of the same series shares its report', async () => {
    const id = await profileOf('shared', { script: scriptOf(rule('00100020', '@hash(this,8)')) });
    const projectId = newId();
    const [one, other] = [await passed(id, { projectId }), await passed(id, { projectId })];
    expect(one.result.report).toBe(other.result.report);
  });
});

describe('the desk of a CTP profile', () => {
  const script = scriptOf(
    `\n${rule('00100020', 'S@integer(this,ptid,3)')}\n${rule('0008103e', '@contents(this)')}`,
  );

  test('states what the script does, as Markdown and JSON', async () => {
    const id = await profileOf('stated', { script });
    const json = await call('GET', `/profiles/${id}/conformance?format=json`, { cookie });
    expect(json.body).toMatchObject({
      kind: 'ctp',
      profile: { id: 'stated', version: 1 },
      elements: expect.arrayContaining([
        expect.objectContaining({ element: '(0010,0020)', functions: ['integer'] }),
      ]),
    });
    const markdown = await http.app.inject({
      url: `/api/v1/profiles/${id}/conformance?format=markdown`,
      headers: { cookie },
    });
    expect(markdown.body).toContain('# Conformance statement: stated version 1, a script of CTP');
  });

  test('shows what the script makes of an image of a project, and hands out no number', async () => {
    const id = await profileOf('looked-at', { script });
    const { result, projectId } = await passed(id);
    const profile = await deidentification.previewedProfile(id);
    const look = async (patientId: string) => {
      const { header, sopClassUid } = headerOf((at) => setText(at, 'PatientID', 'LO', patientId));
      const code = result.subjectCode;
      const shown = await deidentification.previewInProject(projectId, {
        header,
        profile,
        code,
        sopClassUid,
      });
      if (shown.kind !== 'previewed') throw new Error(shown.reason);
      return shown.rows.find((row) => row.keyword === 'PatientID');
    };
    const counted = () =>
      db
        .selectFrom('deidentification.ctp_integer')
        .select('number')
        .where('project_id', '=', projectId)
        .execute();
    expect(await look('NEVERSEEN9')).toMatchObject({
      before: 'NEVERSEEN9',
      after: 'S000',
      rule: 'ctp:2',
      mayTell: false,
    });
    expect(await counted()).toHaveLength(1);
  });

  test('runs the script on a file of one’s own, and tells what would hold it', async () => {
    const id = await profileOf('tried', { script });
    const [instance] = makeSeries({ kind: 't1', slices: 1 });
    if (instance === undefined) throw new Error('no phantom');
    const send = async (profileId: string) =>
      http.app.inject({
        method: 'POST',
        url: `/api/v1/profile-trials?profile=${profileId}`,
        headers: { cookie, 'content-type': 'application/dicom' },
        payload: Buffer.from(part10Of(instance)),
      });
    const tried: unknown = (await send(id)).json();
    expect(tried).toMatchObject({
      kind: 'previewed',
      rows: expect.arrayContaining([
        expect.objectContaining({
          keyword: 'PatientID',
          after: 'S000',
          why: expect.stringContaining('Line 2'),
        }),
      ]),
    });
    const quarantines = await profileOf('tried-held', {
      script: scriptOf(rule('00100020', '@quarantine()')),
    });
    expect((await send(quarantines)).json()).toMatchObject({ kind: 'refused' });
  });
});
