import type { EntityManager } from 'typeorm';

/** What one table keeps about people, and what becomes of it. */
export interface PersonalTable {
  /** The part of the export that shows the person's rows; or why the export leaves them out. */
  readonly exported: { readonly as: string } | { readonly not: string };
  /** Whether the rows that are the person's own are deleted when the account is erased. */
  readonly rows: 'deleted' | 'kept';
  /**
   * The columns that name or describe people in rows that stay: emptied or replaced at the erasure, or kept for a reason.
   * What is deleted with its row needs no mention.
   */
  readonly columns?: Readonly<Record<string, 'cleared' | { readonly kept: string }>>;
}

/** What the tables of one module keep about people. */
export interface PersonalData {
  /** By the name of the table, after its schema where that is not public: vault.idempotency_claim. */
  readonly tables: Readonly<Record<string, PersonalTable>>;
  /**
   * The parts of an export, by name: all that the module keeps about this user, as JSON, without secrets such as hashes.
   * Reads one snapshot and writes nothing.
   */
  readonly export?: (manager: EntityManager, userId: string) => Promise<Readonly<Record<string, unknown>>>;
  /**
   * Does what `tables` says about erasure, in the transaction of the whole. The account is locked and still as it was:
   * modules that come later in the list erase first. Running it for a user of whom nothing is left changes nothing.
   */
  readonly erase?: (manager: EntityManager, userId: string) => Promise<void>;
}
