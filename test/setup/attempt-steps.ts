import fc from 'fast-check';
import { isDecided, type ModelState, settle } from './attempt-model';
import type { Operation } from './attempt-operations';
import type { AttemptWorld } from './attempt-world';

/** The model of one run; the state is replaced as a whole, since what several devices do at once has several outcomes. */
export interface Model {
  state: ModelState;
}

/** Does what an operation says, alone, and compares what came of it. */
export async function perform(model: Model, world: AttemptWorld, operation: Operation): Promise<void> {
  const answer = await operation.send(world);
  operation.apply(model.state, answer, true);
}

/** Does all at the same time. There must be an order in which the rules give these answers and what is stored. */
export async function performAtOnce(
  model: Model,
  world: AttemptWorld,
  operations: readonly Operation[],
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const [answers] = await Promise.all([Promise.all(operations.map((operation) => operation.send(world))), meanwhile()]);
  // Whether it was done is also left open by a reply that a claim has overtaken.
  const hasClaim = operations.some(({ isClaim }) => isClaim);
  const isOpen = (index: number) =>
    !answers[index] || (hasClaim && answers[index].errors?.[0]?.extensions.code === 'UNAUTHENTICATED');
  const told = answers.map((answer, index) => (isOpen(index) ? undefined : answer));
  const failures: unknown[] = [];
  for (const order of ordersOf(operations.map((_, index) => index))) {
    const done = order.filter((index) => !isOpen(index));
    for (const [indexes, heard] of [[order, answers] as const, [order, told] as const, [done, told] as const]) {
      const state = structuredClone(model.state);
      try {
        for (const index of indexes) operations[index]!.apply(state, heard[index], false);
        await world.check(state);
        model.state = state;
        return;
      } catch (error) {
        failures.push(error);
      }
    }
  }
  throw new Error(`No order of what happened at once explains it: ${JSON.stringify(answers)}`, { cause: failures[0] });
}

const ordersOf = (indexes: readonly number[]): number[][] =>
  indexes.length <= 1
    ? [[...indexes]]
    : indexes.flatMap((first) => ordersOf(indexes.filter((each) => each !== first)).map((rest) => [first, ...rest]));

/** What a step does. */
type Act<Args> = (model: Model, world: AttemptWorld, args: Args) => Promise<void>;

/** One step of a run; after it, what is stored is compared with the model. */
export class Step<Args> implements fc.AsyncCommand<Model, AttemptWorld> {
  constructor(
    private readonly name: string,
    private readonly args: Args,
    private readonly act: Act<Args>,
    private readonly may: (state: ModelState, args: Args) => boolean,
  ) {}

  check({ state }: Readonly<Model>): boolean {
    return isDecided(state) && this.may(state, this.args);
  }

  async run(model: Model, world: AttemptWorld): Promise<void> {
    await this.act(model, world, this.args);
    settle(model.state);
    await world.check(model.state);
  }

  toString(): string {
    return `${this.name}${JSON.stringify(this.args)}`;
  }
}

/** A step whose arguments are drawn; `may` says when it has a sense. */
export function step<Args>(
  name: string,
  args: { [Key in keyof Args]: fc.Arbitrary<Args[Key]> },
  act: Act<Args>,
  may: (state: ModelState, args: Args) => boolean = ({ attempts }) => attempts.length > 0,
): fc.Arbitrary<Step<Args>> {
  return fc.record(args).map((given) => new Step(name, given as Args, act, may));
}
