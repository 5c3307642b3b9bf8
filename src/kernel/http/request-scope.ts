import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one HTTP request and is needed where no argument reaches, such as Apollo's formatError. */
export interface RequestScope {
  readonly requestId: string;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();
