import type { FeatureModule } from '../../kernel/module';
import { addReceiptReader } from './receipt-context';
import { receiptAccess } from './receipt.access';
import { Receipt } from './receipt.entity';
import { AttemptReceiptResolver, ReceiptAffinityResolver, ReceiptResolver } from './receipt.resolver';

/** Signed receipts of what attempts came to, and their replay. */
export const receiptModule: FeatureModule = {
  folder: 'learning/receipt',
  entities: [Receipt],
  resolvers: [AttemptReceiptResolver, ReceiptAffinityResolver, ReceiptResolver],
  access: receiptAccess,
  extendContext: addReceiptReader,
};
