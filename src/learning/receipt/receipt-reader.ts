import type { DataSource } from 'typeorm';
import '../../accounts/session/session-services';
import type { AppServices } from '../../kernel/app-services';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, oneByKey } from '../../kernel/loading/loaders';
import type { AttemptRow } from '../attempt/attempt-reader';
import { issueReceipts, type ReceiptIssuer } from './issue-receipts';
import { type VerifiedReceipt, verifyReceipts } from './verify-receipts';

/** Receipts, all that an operation asks for together. Lives as long as one request. */
export class ReceiptReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly services: AppServices,
    private readonly waves: BatchWaves,
  ) {}

  /** The receipt of the grade that counts, of an attempt whose learner has proved to be it; null before submission. */
  async ofAttempt({ learnerId, id, gradeNumber }: AttemptRow): Promise<string | null> {
    if (gradeNumber === null) return null;
    const load = this.loaders.get('issued', () =>
      oneByKey<string>(this.waves, async (keys) => {
        const refs = keys.map((key) => {
          const [learner, attempt, number] = key.split('/') as [string, string, string];
          return { learnerId: learner, attemptId: attempt, gradeNumber: Number(number) };
        });
        const texts = await this.waves.run(() => issueReceipts(this.dataSource, this.issuer(), refs));
        return new Map(keys.flatMap((key, index) => (texts[index] ? [[key, texts[index]]] : [])));
      }),
    );
    return load.load(`${learnerId}/${id}/${gradeNumber}`);
  }

  /** What verifying a text as a receipt comes to. */
  async verified(text: string): Promise<VerifiedReceipt> {
    const load = this.loaders.get('verified', () =>
      oneByKey<VerifiedReceipt>(this.waves, async (texts) => {
        const { manager } = this.dataSource;
        const verified = await this.waves.run(() => verifyReceipts(manager, this.issuer().keys, texts));
        return new Map(texts.map((each, index) => [each, verified[index]!]));
      }),
    );
    return (await load.load(text))!;
  }

  private issuer(): ReceiptIssuer {
    const { sessions, config } = this.services;
    return { keys: sessions.signingKeys, issuer: config.accounts.tokens.issuer };
  }
}
