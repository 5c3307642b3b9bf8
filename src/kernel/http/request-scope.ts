import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallerKind, Work } from '../telemetry/work';

/** What belongs to one HTTP request, or to one job, and is needed where no argument reaches, such as Apollo's formatError. */
export interface RequestScope {
  readonly requestId: string;
  /** What the operation can bring, in field values; unknown until its cost was worked out. */
  cost?: number;
  /** What is counted of it. */
  readonly work?: Work;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

/** Notes what kind of caller the present request comes from, for logs. */
export function nameCaller(kind: CallerKind): void {
  const work = requestScope.getStore()?.work;
  if (work) work.caller = kind;
}
