// npm start: installs and builds what is missing or out of date, then runs the application in this same process,
// so that signals and exit codes are its own. Uses nothing but Node, because at first nothing else is there.
import { pathToFileURL } from 'node:url';
import { prepareCheckout } from './prepare-checkout.mjs';

stopWhenParentIsGone();
const main = await prepareCheckout();
await import(pathToFileURL(main).href);

/** When npm is killed it can't pass the signal on; nobody would know of this process any more. */
function stopWhenParentIsGone() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 100);
  watch.unref();
}
