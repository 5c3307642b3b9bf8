import type { RequestContext } from '../../kernel/context';
import { SubmissionReader } from './submission-reader';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Submissions, as far as somebody may see them. */
    submissions: SubmissionReader;
  }
}

/** Gives a request its reader of submissions; a mutation asks again for one that knows nothing of before. */
export function addSubmissionReader(context: RequestContext): void {
  context.submissions = new SubmissionReader(context.dataSource, context.editions, context.waves);
}
