import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject, openCases, releaseAll, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { administratorPassword, startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { violationsInBothSchemes } from './kit/accessible.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

interface Found {
  id: string;
  examId: string;
  subjectId: string;
}

/** Every page by its path, and a text that shows that its content is there. */
function pagesOf({ id, examId, subjectId }: Found): [path: string, content: string | RegExp][] {
  const series = `/p/wide/series/${id}`;
  return [
    ['/', 'Project wide'],
    ['/projects/new', 'Create project'],
    ['/p/wide', 'Where the series are'],
    ['/p/wide/browse', /1 series/],
    ['/p/wide/browse?level=subjects', /1 series/],
    ['/p/wide/browse?level=exams', /1 series/],
    ['/p/wide/browse?level=images', 'Choose a series first'],
    ['/p/empty', 'No images have arrived yet'],
    ['/p/empty/browse', 'Nothing is released yet'],
    ['/p/empty/quarantine', 'Nothing has arrived yet'],
    [`${series}?tab=viewer`, 'Original images'],
    [`${series}?tab=header`, 'SOPInstanceUID'],
    [`${series}?tab=files`, 'Download zip'],
    [`${series}?tab=tags`, 'Tags of this series'],
    [`${series}?tab=classification`, 'Correct it'],
    [`${series}?tab=conversion`, 'Converter'],
    [`${series}?tab=history`, 'curation: series released'],
    [`/p/wide/exams/${examId}`, 'History'],
    [`/p/wide/subjects/${subjectId}`, 'History'],
    ['/p/wide/upload', 'Drop folders'],
    ['/p/wide/quarantine', 'Approve'],
    ['/p/wide/quarantine-values', 'flagged wait for a decision'],
    ['/p/empty/quarantine-values', 'No value waits here'],
    ['/p/wide/released-findings', 'Nothing was found'],
    ['/p/wide/conflicts', 'There is no conflict'],
    ['/p/wide/tables', 'No table is attached'],
    ['/p/wide/identities', 'Nothing was found out yet'],
    ['/p/wide/crosswalk', 'Rotate the key'],
    ['/p/wide/members', 'What the roles may do'],
    ['/p/wide/settings', 'De-identification and review'],
    ['/p/wide/reruns', 'No profile was applied again'],
    ['/p/wide/audit', 'curation: case approved'],
    ['/receivers', 'How to send'],
    ['/admin/users', 'New account'],
    ['/admin/routes', 'Test bench'],
    ['/admin/peers', /sender/i],
    ['/admin/held', 'Nothing is held'],
    ['/admin/profiles', /version 1/],
    ['/me', 'User name'],
    ['/me?tab=password', 'New password again'],
    ['/me?tab=tokens', 'Make a token'],
    ['/me?tab=appearance', 'Comfortable rows'],
    ['/me?tab=keys', 'Single-letter keys'],
    ['/nowhere', 'There is no page at this address'],
  ];
}

describe.skipIf(!hasChromium)('every page is accessible (WCAG 2.2 AA)', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'wide');
  await makeProject(server, 'empty');
  await saveRoutes(server, [{ project: 'wide' }]);
  await send(server, makeSeries({ kind: 't1', slices: 8, size: 64 }));
  await releaseAll(server, 'wide', { count: 1 });
  await send(server, makeSeries({ kind: 'ultrasound', slices: 3, size: 64, seriesNumber: 9 }));
  await openCases(server, 'wide', { count: 1 });
  const found = await until(
    'the converted series',
    async () => {
      const { body } = await server.api('GET', '/projects/wide/series');
      const items = body['items'] as (Found & { conversionState: string })[];
      return items.find((one) => one.conversionState === 'converted');
    },
    { timeoutMs: 240_000 },
  );

  const { page } = await openBrowser({ url: server.url });
  const nothing = { light: [], dark: [] };

  it('/login in light and dark', async () => {
    await page.goto('/login');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await violationsInBothSchemes(page)).toEqual(nothing);
    await signIn(page, 'admin', administratorPassword);
  });
  for (const [path, content] of pagesOf(found))
    it(`${path.replace(/[0-9a-f-]{36}/, '…')} in light and dark`, async () => {
      await page.goto(path);
      await page.getByText(content).first().waitFor();
      expect(await violationsInBothSchemes(page)).toEqual(nothing);
    });
});
