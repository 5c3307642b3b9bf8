import { type AccessMap, anyone } from '../../kernel/access/access-map';

/** Whoever holds a receipt may have it verified. It reads nothing but what the receipt itself names. */
export const receiptAccess: AccessMap = { Query: { verifyReceipt: anyone } };
