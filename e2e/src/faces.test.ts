import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, openCases, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { facelessProfile, faceSeries, faceSlices } from '../../apps/server/test/kit/face-series.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, isDrawn, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

describe.skipIf(!hasChromium)('a face under review', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'faces', await facelessProfile(server));
  await saveRoutes(server, [{ project: 'faces' }]);
  await send(server, faceSeries(1, 'Sag T1 3D').instances);
  const [one] = await openCases(server, 'faces', { count: 1, instances: faceSlices });
  const reviewer = await makePerson(server, { roles: { faces: ['reviewer'] } });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, reviewer.userName, reviewer.password);

  it('is seen before and after by itself, when it was removed', async () => {
    await page.goto(`/p/faces/quarantine?case=${String(one?.['id'])}`);
    const panel = page.getByRole('region', { name: 'Face', exact: true });
    await panel.getByText('The face was removed').waitFor({ timeout: 240_000 });
    await until('eight pictures', async () => (await panel.getByRole('img').count()) === 8);
    await until('the last of them', () => isDrawn(page, '.face-pictures figure:last-child img:last-of-type'));
    await panel.getByText(/no voxel of the brain .* was changed/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('asks for a reason to be restored, and is accepted by keyboard', async () => {
    await page.getByRole('button', { name: 'Restore the face…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore the face' });
    expect(await dialog.getByRole('button', { name: 'Restore the face' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Accept the result' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The face was removed, and accepted').waitFor();
    expect(complaints).toEqual([]);
  });
});
