import type { BrowserContext, Page } from 'playwright-core';

/** What went wrong in a browser while a test used the page. */
export interface Findings {
  consoleErrors: string[];
  policyViolations: string[];
  failedRequests: string[];
  foreignRequests: string[];
  requests: number;
}

// Runs in the page, where this program's types don't reach.
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  reportViolation(event.violatedDirective + ': ' + event.blockedURI + ' at ' + event.sourceFile + ':' + event.lineNumber))`;

/** Collects from now on everything that a page must not do, for all pages and workers of the context. */
export async function watch(context: BrowserContext, address: string): Promise<Findings> {
  const findings: Findings = {
    consoleErrors: [],
    policyViolations: [],
    failedRequests: [],
    foreignRequests: [],
    requests: 0,
  };
  await context.exposeFunction('reportViolation', (violation: string) => findings.policyViolations.push(violation));
  await context.addInitScript({ content: reportViolations });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') findings.consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => findings.consoleErrors.push(String(error.error())));
  context.on('request', (request) => {
    findings.requests += 1;
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== address) findings.foreignRequests.push(request.url());
  });
  context.on('response', (response) => {
    if (response.status() >= 400) findings.failedRequests.push(`${response.status()} ${response.url()}`);
  });
  context.on('requestfailed', (request) =>
    findings.failedRequests.push(`${request.url()}: ${request.failure()?.errorText}`),
  );
  return findings;
}

/** The playground as a person uses it: by the names that buttons and regions have. */
export class PlaygroundPage {
  constructor(readonly page: Page) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.getByLabel('Operation Editor').locator('.view-line').first().waitFor();
    // The schema is there when the documentation can be opened on it.
    await this.page.waitForFunction(`!document.querySelector('.graphiql-sidebar .graphiql-spin')`);
  }

  /** The text of an editor, without the lines that are scrolled out of sight. */
  async textOf(region: 'Operation Editor' | 'Variables' | 'Result Window'): Promise<string> {
    const lines = await this.page.getByLabel(region, { exact: true }).locator('.view-line').allTextContents();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  async run(): Promise<string> {
    await this.page.getByRole('button', { name: /^Execute query/ }).click();
    return this.answer();
  }

  /** Waits until the result window shows something. */
  async answer(): Promise<string> {
    await this.page.getByLabel('Result Window').locator('.view-line', { hasText: /\S\S/ }).first().waitFor();
    return this.textOf('Result Window');
  }

  async showPanel(title: string): Promise<void> {
    await this.page.getByRole('button', { name: `Show ${title}` }).click();
  }

  async openOperation(name: string): Promise<void> {
    await this.page.getByRole('region', { name: 'Operations' }).getByRole('button', { name }).first().click();
  }

  async openTab(): Promise<string> {
    return (await this.page.getByRole('tab', { selected: true }).textContent()) ?? '';
  }
}
