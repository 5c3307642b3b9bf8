import '../../accounts/session/session-services';
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
  const { sessions, config } = context.services;
  const issuer = { keys: sessions.signingKeys, issuer: config.accounts.tokens.issuer };
  context.receipts = new ReceiptReader(context.dataSource, issuer, context.waves);
}
