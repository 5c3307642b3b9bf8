import { AsyncLocalStorage } from 'node:async_hooks';
import type { OperationDeadline } from '../database/operation-deadline';
import type { CallerKind, Work } from '../telemetry/work';

/** What belongs to one HTTP request, or to one job, and is needed where no argument reaches, such as Apollo's formatError. */
export interface RequestScope {
  readonly requestId: string;
  /** What the operation costs, once it was measured; see operationCost. */
  cost?: number;
  /** Whether the operation is within the limits and shall run, once it was measured. */
  admitted?: boolean;
  /** Until when the operation may use the database. */
  deadline?: OperationDeadline | undefined;
  /** What is counted of it. */
  readonly work?: Work;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

/** Runs work of a request whose time may be over, but which must be done all the same. */
export function withoutDeadline<T>(work: () => T): T {
  const scope = requestScope.getStore();
  return scope ? requestScope.run({ ...scope, deadline: undefined }, work) : work();
}

/** Notes what kind of caller the present request comes from, for logs. */
export function nameCaller(kind: CallerKind): void {
  const work = requestScope.getStore()?.work;
  if (work) work.caller = kind;
}
