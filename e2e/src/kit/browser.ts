import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterwards } from '../../../apps/server/test/kit/afterwards.ts';
import { temporaryFolder } from '../../../apps/server/test/kit/server.ts';

const program = '/usr/bin/chromium';

// A page that is what it should be is not waited for: this bounds what a slow machine may take.
const patienceMs = 120_000;

/** Chromium of the operating system. Where it is absent, the journeys are reported as skipped. */
export const hasChromium = existsSync(program);

export interface BrowserOptions {
  url: string;
  colorScheme?: 'light' | 'dark';
  /** false: as a hospital desktop without a graphics card answers. */
  webgl?: boolean;
  viewport?: { width: number; height: number };
}

export interface Browser {
  page: Page;
  /** What the page complained about: errors thrown and errors logged, refused requests among them. */
  complaints: string[];
}

// Software drawing, so that WebGL2 is there without a graphics card; a profile of its own each time.
const switches = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const withoutWebgl = `
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return String(kind).startsWith('webgl') ? null : original.call(this, kind, ...rest);
  };
`;

/** Opens a browser with an empty profile; it is closed afterwards. */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const { url, colorScheme = 'light', webgl = true, viewport = { width: 1600, height: 900 } } = options;
  const context: BrowserContext = await chromium.launchPersistentContext(temporaryFolder('browser'), {
    executablePath: program,
    headless: true,
    args: switches,
    baseURL: url,
    colorScheme,
    viewport,
    // What closes is gone at once: nothing is found in a dialog that fades, no colour is measured half way.
    reducedMotion: 'reduce',
  });
  afterwards(() => context.close());
  if (!webgl) await context.addInitScript(withoutWebgl);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}

/** Signs in by the form. */
export async function signIn(page: Page, userName: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('User name').fill(userName);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}

/** Is the picture loaded and decoded? An expression for the page: a function in a string would not be called. */
export function isDrawn(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)})?.naturalWidth > 0`);
}
