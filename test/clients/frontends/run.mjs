// Runs a bundled program as a process of its own: node run.mjs <bundle> <what it is given, as JSON>. Prints what it returns.
import { pathToFileURL } from 'node:url';

const [, , bundle, given] = process.argv;
const { run } = await import(pathToFileURL(bundle).href);
process.stdout.write(`${JSON.stringify(await run(JSON.parse(given)))}\n`);
