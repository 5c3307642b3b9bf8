import type { EntityManager, QueryRunner } from 'typeorm';

/** Something that happens in the product and that operators count, such as a publication. Modules declare theirs. */
export interface DomainEvent {
  /** A plural in snake case; the counter is called careergraph_<name>_total. */
  readonly name: string;
  /** What is counted, in one sentence. */
  readonly help: string;
}

const happened = new WeakMap<QueryRunner, DomainEvent[]>();

/** Notes that something happened; it counts when the caller's transaction is committed, and not otherwise. */
export function noteEvent(manager: EntityManager, event: DomainEvent, times = 1): void {
  const runner = manager.queryRunner;
  if (!runner) return;
  const events = happened.get(runner) ?? [];
  for (let time = 0; time < times; time += 1) events.push(event);
  happened.set(runner, events);
}

/** What was noted in a transaction that has just ended, once. */
export function takeEvents(runner: QueryRunner): readonly DomainEvent[] {
  const events = happened.get(runner) ?? [];
  happened.delete(runner);
  return events;
}
