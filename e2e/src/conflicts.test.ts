import { setText } from '@pesscara/dicom';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../apps/server/test/kit/api.ts';
import {
  approve,
  makePerson,
  makeProject,
  openCases,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { changed, readPart10 } from '../../apps/server/test/kit/objects.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, isDrawn, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

describe.skipIf(!hasChromium)('an image that came again with other content', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'twice');
  await saveRoutes(server, [{ project: 'twice' }]);
  const series = makeSeries({ kind: 't1', slices: 3, size: 64 });
  await send(server, series);
  await releaseAll(server, 'twice', { count: 1 });
  await send(
    server,
    series.map((one) => changed(one, (dataSet) => setText(dataSet, 'FlipAngle', 'DS', '77'))),
  );
  const reviewer = await makePerson(server, { roles: { twice: ['reviewer', 'viewer'] } });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, reviewer.userName, reviewer.password);
  const conflicts = async () => itemsOf(await server.api('GET', '/projects/twice/conflicts'));
  await until('the conflicts', async () => (await conflicts()).length === series.length);
  const flipAngles = async () =>
    (await releasedFiles(server, 'twice'))
      .map(readPart10)
      .sort((a, b) => a.instanceNumber - b.instanceNumber)
      .map((file) => file.text('FlipAngle'));

  it('is counted beside the page’s name, and compared before anybody chooses', async () => {
    expect(await conflicts()).toHaveLength(3);
    await page.goto('/p/twice');
    await page.getByRole('link', { name: /^Conflicts 3/ }).click();
    await page.getByRole('button', { name: 'Compare Image 1' }).click();
    for (const side of ['First', 'Later'])
      await until(`the picture of the ${side}`, () => isDrawn(page, `img[alt='${side} content']`));
    await page.getByRole('rowheader', { name: /FlipAngle/ }).waitFor();
  });

  it('is settled one by one, with a reason; what nobody reviewed yet is reviewed then', async () => {
    await page.getByRole('button', { name: 'Keep the later: Image 1' }).click();
    const dialog = page.getByRole('dialog', { name: /^Keep the later content/ });
    expect(await dialog.getByRole('button', { name: 'Keep the later' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('The scanner sent the first too early');
    await dialog.getByRole('button', { name: 'Keep the later' }).click();
    await page.getByText('The later content is kept for 1 image.').waitFor();
    await page.getByRole('link', { name: /^Conflicts 2/ }).waitFor();
    await approve(server, 'twice', await openCases(server, 'twice', { count: 1, instances: 1 }));
    expect((await flipAngles()).map((angle) => angle === '77')).toEqual([true, false, false]);
  });

  it('is settled for a whole series at once', async () => {
    await page
      .getByRole('button', { name: /^Keep the first: / })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: /^Keep the first content/ });
    await dialog.getByLabel('Reason').fill('Only a remark was added');
    await dialog.getByRole('button', { name: 'Keep the first' }).click();
    await page.getByText('There is no conflict').waitFor();
    expect(await conflicts()).toEqual([]);
    expect((await flipAngles()).map((angle) => angle === '77')).toEqual([true, false, false]);
    expect(complaints.filter((one) => !/401|404/.test(one))).toEqual([]);
  });
});
