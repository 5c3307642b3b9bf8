import type { RequestContext } from '../../kernel/context';
import { AttemptReader } from './attempt-reader';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Attempts, for who has proved to be their learner. */
    attempts: AttemptReader;
  }
}

/** Gives a request its reader of attempts; a mutation asks again for one that knows nothing of before. */
export function addAttemptReader(context: RequestContext): void {
  context.attempts = new AttemptReader(context.dataSource, context.editions, context.waves);
}
