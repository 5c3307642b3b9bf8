import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Assessment } from '../../content/assessment/assessment.entity';
import { assessmentKind } from '../../content/assessment/assessment.kind';
import { Career } from '../../content/career/career.entity';
import { careerKind } from '../../content/career/career.kind';
import type { RequestContext } from '../../kernel/context';
import { AttemptType } from '../attempt/attempt.types';
import './receipt-context';
import { ReceiptAffinity, ReceiptVerification, toVerification } from './receipt.types';

/** The receipts of attempts, for their learners. */
@Resolver(() => AttemptType)
export class AttemptReceiptResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A signed receipt of the grade that counts, a JWS that verifies for ever: the same text whenever you ask, until a correction brings another grade. Null while the attempt is in progress. Whoever gets it reads your answers and your score, and not who you are.',
  })
  receipt(@Root() { row }: AttemptType, @Ctx() { receipts }: RequestContext): Promise<string | null> {
    return receipts.ofAttempt(row);
  }
}

/** Receipts, for whoever was given one. */
@Resolver(() => ReceiptVerification)
export class ReceiptResolver {
  @Query(() => ReceiptVerification, {
    description:
      'Verifies a receipt: whether this server signed it, and whether grading again comes to the same score. Anything else than a good one is answered with what is wrong, and is no error.',
  })
  async verifyReceipt(
    @Arg('receipt', () => String, {
      description: 'The receipt, as Attempt.receipt gave it: 500,000 characters at most.',
    })
    receipt: string,
    @Ctx() { receipts }: RequestContext,
  ): Promise<ReceiptVerification> {
    return toVerification(await receipts.verified(receipt));
  }

  @FieldResolver(() => Assessment, {
    nullable: true,
    description:
      'What was taken, as it is published now or as it last was: to name it. Null when the receipt is not valid.',
  })
  assessment(
    @Root() { assessmentId }: ReceiptVerification,
    @Ctx() { editions }: RequestContext,
  ): Promise<Assessment | null> | null {
    return assessmentId === null ? null : editions.lastPublished(assessmentKind, assessmentId);
  }
}

@Resolver(() => ReceiptAffinity)
export class ReceiptAffinityResolver {
  @FieldResolver(() => Career, {
    nullable: true,
    description: 'The career, as it is published now or as it last was.',
  })
  career(@Root() { careerId }: ReceiptAffinity, @Ctx() { editions }: RequestContext): Promise<Career | null> {
    return editions.lastPublished(careerKind, careerId);
  }
}
