import type { RequestContext } from '../../kernel/context';
import { ProgressReader } from './progress-reader';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Progress, for who has proved to be its learner. */
    progress: ProgressReader;
  }
}

/** Gives a request its reader of progress; a mutation asks again for one that knows nothing of before. */
export function addProgressReader(context: RequestContext): void {
  context.progress = new ProgressReader(context.dataSource, context.waves);
}
