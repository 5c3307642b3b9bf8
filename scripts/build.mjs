// Installs and builds what is missing or out of date, as `npm start` does, without starting anything. With the argument
// `application` the playground is left out: commands for developers don't show it, and bundling it takes longest.
import { prepareCheckout } from './prepare-checkout.mjs';

await prepareCheckout({ playground: !process.argv.includes('application') });
