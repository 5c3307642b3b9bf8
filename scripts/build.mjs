// Installs and builds what is missing or out of date, as `npm start` does, without starting anything.
import { prepareCheckout } from './prepare-checkout.mjs';

await prepareCheckout();
