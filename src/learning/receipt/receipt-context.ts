import '../../content/publishing/request-context';
import type { RequestContext } from '../../kernel/context';
import { ReceiptReader } from './receipt-reader';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Receipts of attempts: for their learners to get, and for anybody to verify. */
    receipts: ReceiptReader;
  }
}

/** Gives a request its reader of receipts. */
export function addReceiptReader(context: RequestContext): void {
  const { dataSource, services, waves } = context;
  context.receipts = new ReceiptReader(dataSource, services, waves);
}
