import '../../content/publishing/request-context';
import type { RequestContext } from '../../kernel/context';
import { CorrectionReader } from './correction-reader';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Corrections of grades: for editors, and for learners what they did to their attempts. */
    corrections: CorrectionReader;
  }
}

/** Gives a request its reader of corrections; a mutation asks again for one that knows nothing of before. */
export function addCorrectionReader(context: RequestContext): void {
  context.corrections = new CorrectionReader(context.dataSource, context.waves);
}
