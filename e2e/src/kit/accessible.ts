import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const rulesOnColour = ['color-contrast', 'link-in-text-block'];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

// Colours change over a time, were it a moment, only with the frames that are drawn, and what inherits one changes after it: a slow
// machine's page has the old ones a while.
const transitionsEnd = `(async () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const running = () => document.getAnimations().filter((one) => one instanceof CSSTransition);
  do {
    await Promise.allSettled(running().map((one) => one.finished));
    await frame();
    await frame();
  } while (running().length > 0);
})()`;

async function ask(page: Page, runOnly: readonly string[]): Promise<string[]> {
  await page.evaluate(transitionsEnd);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(runOnly)} })`;
  const { violations } = await page.evaluate<{ violations: Violation[] }>(run);
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1] ?? ''}`,
    ),
  );
}

/** What axe finds wrong with the page by WCAG 2.2 AA, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated over the debugger: the page's own policy allows no foreign script.
  await page.evaluate(axe);
  return ask(page, everyRule);
}

async function changeScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
}

/** The same in light, and then in dark, where only the rules on colours can come to something else. */
export async function violationsInBothSchemes(page: Page): Promise<{ light: string[]; dark: string[] }> {
  const light = await violationsOf(page);
  await changeScheme(page, 'dark');
  const dark = await ask(page, rulesOnColour);
  await changeScheme(page, 'light');
  return { light, dark };
}
