import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import type { RequestContext } from '../../kernel/context';
import { conflict, refusal } from '../../kernel/errors/errors';
import { requestScope, withoutDeadline } from '../../kernel/http/request-scope';
import { claimKey, findAnswer, type KeyedRequest, type StoredAnswer, storeAnswer } from './idempotency-claims';
import { bodyHashOf, callerOf, requireIdempotencyKey, requireRepeatable } from './keyed-request';

/** How the answer to a repeated request says that it is one. */
const REPLAYED = 'idempotency-replayed';

/**
 * The header Idempotency-Key: a mutation under a key is done once. The key is claimed in the mutation's own transaction, so
 * claim and effect are committed together; what was answered is kept next. A mutation that is refused leaves its key free.
 */
export const idempotentMutations: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    let request: KeyedRequest | undefined;
    let dataSource: DataSource;
    let claim: Claim | undefined;
    let replay: StoredAnswer | null = null;
    return {
      // The only hook whose errors are answered as what they are.
      async didResolveOperation({ request: given, operation, document, schema, source, contextValue: context }) {
        const header = given.http?.headers.get('idempotency-key');
        if (header === undefined || operation?.operation !== OperationTypeNode.MUTATION) return;
        // Too costly, or asked for its cost alone: nothing runs.
        if (requestScope.getStore()?.admitted === false) return;
        dataSource = context.dataSource;
        try {
          const key = requireIdempotencyKey(header);
          requireRepeatable(schema, operation, document);
          request = {
            caller: callerOf(context, given.http?.headers.get('authorization')),
            key,
            bodyHash: bodyHashOf(source, given.operationName, given.variables),
            requestId: context.requestId,
            hours: context.services.config.limits.idempotencyHours,
          };
          replay = await findAnswer(dataSource, request);
        } catch (error) {
          throw error instanceof GraphQLError ? refusal(error) : error;
        }
        claim = new Claim(dataSource, request);
        claim.guard(context);
      },
      async responseForOperation(): Promise<GraphQLResponse | null> {
        return replay && { http: { headers: new HeaderMap([[REPLAYED, 'true']]) }, body: bodyOf(replay) };
      },
      async willSendResponse({ response, logger }) {
        if (claim?.replay) {
          response.http.headers.set(REPLAYED, 'true');
          response.body = bodyOf(claim.replay);
        } else if (claim?.held && response.body.kind === 'single') {
          // The mutation is done: its answer goes out even if it can't be kept.
          const { singleResult } = response.body;
          await withoutDeadline(() => storeAnswer(dataSource, request!, singleResult)).catch((error: unknown) =>
            logger.error(error),
          );
        }
      },
    };
  },
};

const bodyOf = (answer: StoredAnswer): GraphQLResponse['body'] => ({
  kind: 'single',
  singleResult: answer as FormattedExecutionResult,
});

/** Thrown inside a transaction to roll it back: another request was faster. */
class KeyTaken extends Error {}

/** The claim of one request to its key. */
class Claim {
  /** Whether the key was claimed by this request, and that was committed. */
  held = false;
  /** What the request answers that was faster. */
  replay: StoredAnswer | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly request: KeyedRequest,
  ) {}

  /** Makes the first transaction of the request claim the key; a resolver does nothing for it, and can't forget it. */
  guard(context: RequestContext): void {
    const transaction = (...args: unknown[]) => this.transaction(args);
    const guarded = Object.create(this.dataSource, { transaction: { value: transaction } }) as DataSource;
    Object.assign(context, { dataSource: guarded });
  }

  private async transaction(args: unknown[]): Promise<unknown> {
    const work = args.pop() as (manager: EntityManager) => Promise<unknown>;
    const run = this.dataSource.transaction.bind(this.dataSource) as (...all: unknown[]) => Promise<unknown>;
    if (this.held) return run(...args, work);
    try {
      const result = await run(...args, async (manager: EntityManager) => {
        if (!(await claimKey(manager, this.request))) throw new KeyTaken();
        return work(manager);
      });
      this.held = true;
      return result;
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      // After the rollback, so that no connection is held while waiting for the answer.
      this.replay = await findAnswer(this.dataSource, this.request);
      throw conflict('Another request with this Idempotency-Key was faster. Send it again to read its answer.');
    }
  }
}
