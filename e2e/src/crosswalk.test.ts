import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { centres, makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, openCases, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

const patient = patients.quillfeather;

describe.skipIf(!hasChromium)('an honest broker at the crosswalk desk', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'glioma');
  await saveRoutes(server, [{ project: 'glioma' }]);
  await send(server, makeSeries({ kind: 't1', slices: 1 }));
  await openCases(server, 'glioma', { count: 1 });
  const broker = await makePerson(server, { roles: { glioma: ['honest-broker'] } });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, broker.userName, broker.password);

  it('finds a subject by identifier, and sees who it is for a minute, by keyboard', async () => {
    await page.goto('/p/glioma/crosswalk');
    await page
      .getByRole('textbox', { name: 'Patient ID', exact: true })
      .fill(patient.patientId.toLowerCase());
    await page.getByRole('textbox', { name: 'Issuer of Patient ID' }).fill(centres.northgate.institutionName);
    await page.keyboard.press('Enter');
    const found = page.getByRole('status').filter({ hasText: 'Known by 1 identifier' });
    await found.getByRole('button', { name: 'Who is this?' }).press('Enter');
    await page.getByRole('combobox', { name: 'Purpose' }).press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Reason' }).fill('The site reports an adverse event.');
    await page.getByRole('textbox', { name: 'Your password' }).fill(broker.password);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: patient.patientId }).waitFor();
    expect(page.url()).not.toContain(patient.patientId);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hide now' }).press('Enter');
    await page.getByRole('cell', { name: patient.patientId }).waitFor({ state: 'detached' });
  });

  it('attaches a clinical table, and a download names research IDs only', async () => {
    const file = path.join(temporaryFolder('tables'), 'surgery.csv');
    await writeFile(
      file,
      `mrn;surgery;grade\n${patient.patientId};2020-03-01;IV\nSOMEBODY-ELSE;2020-04-01;II\n`,
    );
    await page.locator('input[type=file]').setInputFiles(file);
    await page
      .getByRole('textbox', { name: 'Issuer of the numbers' })
      .fill(centres.northgate.institutionName);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Rows that wait, sealed, for their patient').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Attach the table' }).click();
    await page.getByRole('button', { name: 'Download surgery' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download surgery' }).click();
    const text = await readFile(await (await downloading).path(), 'utf8');
    expect(text).toMatch(/^subject,surgery,grade\r\nGLIOMA-\d+,\d{4}-\d\d-\d\d,IV\r\n$/);
    expect(complaints).toEqual([]);
  });
});
