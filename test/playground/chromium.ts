import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const candidate = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

/** Path of the browser for tests: CHROMIUM_PATH, or else Debian's chromium; undefined when it is not there. */
export const chromiumPath = existsSync(candidate) ? candidate : undefined;

/** Starts a headless browser that can resolve no host name, so that nothing outside this machine can help a page. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(`No Chromium at ${candidate}: install it or set CHROMIUM_PATH.`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}
