// Property tests draw the same values in every run, so that a change is red because of the change and not by luck.
// PROPERTY_SEED=<number> draws others, as `npm run soak` does.
import 'reflect-metadata';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
