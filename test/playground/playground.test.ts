import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchChromium } from './chromium';
import { checkoutFolder } from '../../src/checkout-folder';
import { startTestApp, type TestApp } from '../setup/test-app';
import { PlaygroundPage, watch } from './playground-page';

const mustRun = Boolean(process.env.CI);
if (!chromiumPath && !mustRun) {
  console.warn('The playground is not tried in a browser: no Chromium found (set CHROMIUM_PATH, or install chromium).');
}

(chromiumPath || mustRun ? describe : describe.skip)('the playground in a browser', () => {
  let server: TestApp;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'careergraph-playground-'));
    const script = join(checkoutFolder, 'scripts', 'build-playground.mjs');
    // npm test has built it; somebody who runs Jest alone may not have.
    if (!existsSync(join(checkoutFolder, 'dist', 'playground'))) await promisify(execFile)(process.execPath, [script]);
    server = await startTestApp('content');
    browser = await launchChromium();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('a new user runs the first operation, opens another, reads the docs and gets completion', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const findings = await watch(context, server.address);
    const playground = new PlaygroundPage(await context.newPage());
    const { page } = playground;

    await playground.open(server.address);
    expect(await page.title()).toBe('careergraph playground');
    expect(await playground.openTab()).toContain('LearnPage');
    expect(await playground.textOf('Operation Editor')).toContain('Welcome to careergraph');
    expect(await page.locator('.graphiql-editor').nth(1).textContent()).toContain('backend-engineer');

    const answer = await playground.run();
    expect(answer).toContain('"career"');
    expect(answer).toContain('"slug": "backend-engineer"');
    expect(answer).not.toContain('"errors"');
    await page.screenshot({ path: join(folder, 'light.png') });

    await playground.openOperation('CareerList');
    expect(await playground.openTab()).toContain('CareerList');
    expect(await playground.textOf('Operation Editor')).toContain('orderBy');
    await page.keyboard.press('Control+Enter');
    expect(await playground.answer()).toContain('"totalCount"');
    await page.getByRole('button', { name: /^Prettify query/ }).click();
    await page
      .getByLabel('Operation Editor')
      .locator('.view-line', { hasText: /^\s*node\s\{\s*$/ })
      .first()
      .waitFor();

    await playground.showPanel('History');
    await page.getByRole('button', { name: 'CareerList', exact: true }).waitFor();

    await playground.showPanel('Documentation Explorer');
    await page.getByRole('combobox').fill('Career');
    await page.getByRole('option', { name: 'Career', exact: true }).first().click();
    await page
      .getByText('A career: what it is, what it needs, what it pays, and how to get into it and on from it.')
      .waitFor();

    await page.getByRole('button', { name: 'New tab' }).click();
    await page.getByLabel('Operation Editor').locator('.monaco-editor').first().click();
    await page.keyboard.type('{ career(slug: "backend-engineer") { tag');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'tagline' }).first().waitFor();
    await page.screenshot({ path: join(folder, 'completion.png') });

    await playground.showPanel('Operations');
    await playground.openOperation('LearnPage');
    expect(await playground.openTab()).toContain('LearnPage');
    expect(await page.getByRole('tab').count()).toBe(3);

    expect(findings).toEqual({
      consoleErrors: [],
      policyViolations: [],
      failedRequests: [],
      foreignRequests: [],
      requests: expect.any(Number),
    });
    expect(findings.requests).toBeGreaterThan(10);
    console.log(`Screenshots of the playground: ${folder}`);
    await context.close();
  }, 120_000);

  test('a second visit keeps the open operation with its variables, in the dark where the system is dark', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    const playground = new PlaygroundPage(await context.newPage());
    await playground.open(server.address);
    await playground.openOperation('SkillHub');
    // GraphiQL stores its tabs half a second after the last change.
    await playground.page.waitForTimeout(1_000);
    await playground.open(server.address);

    expect(await playground.openTab()).toContain('SkillHub');
    expect(await playground.page.locator('.graphiql-editor').nth(1).textContent()).toContain('system-design');
    const container = playground.page.locator('.graphiql-container');
    const background = await container.evaluate(
      (element) => element.ownerDocument.defaultView?.getComputedStyle(element).backgroundColor,
    );
    expect(background).toBe('rgb(33, 42, 59)');
    await playground.page.screenshot({ path: join(folder, 'dark.png') });
    await context.close();
  }, 120_000);

  test('what these tests look for is seen when it happens', async () => {
    const context = await browser.newContext();
    const findings = await watch(context, server.address);
    const page = await context.newPage();
    await page.goto(server.address);
    await page.evaluate(`fetch('http://elsewhere.invalid/').catch(() => undefined)`);
    await page.evaluate(`fetch('/playground/missing.js')`);
    const free = await context.newPage();
    await free.setContent('<img src="http://elsewhere.invalid/picture.png">');
    expect(findings.policyViolations.join()).toContain('connect-src: http://elsewhere.invalid');
    expect(findings.consoleErrors.join()).toContain('Content Security Policy');
    expect(findings.failedRequests.join()).toContain('404');
    expect(findings.foreignRequests).toContain('http://elsewhere.invalid/picture.png');
    await context.close();
  }, 120_000);
});
