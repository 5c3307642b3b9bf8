import type { EntityManager } from 'typeorm';

/** The key of the advisory lock between grading and the corrections that it goes by. */
const CORRECTIONS_LOCK = 7_210_002;

/**
 * Lets no correction appear until the transaction ends. Whoever grades an attempt for the first time takes it before reading
 * the corrections: so each correction either is known to the grading, or finds the grade when it looks for grades to correct.
 * Many grade at the same time.
 */
export async function holdCorrections(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock_shared($1)', [CORRECTIONS_LOCK]);
}

/** Waits for all gradings that are under way, and lets none begin until the transaction ends: keep it short. */
export async function lockCorrections(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [CORRECTIONS_LOCK]);
}

/** A correction as far as grading needs it. */
export interface AppliedCorrection {
  readonly number: number;
  readonly keyEditionId: string;
  readonly mayLower: boolean;
}

/** What grading knows of corrections. */
export interface KnownCorrections {
  /** The number of the last one; 0 when there is none. */
  readonly latest: number;
  /** By the edition on the paper, in the order in which they count. */
  readonly byPaperEdition: ReadonlyMap<string, readonly AppliedCorrection[]>;
}

/**
 * The corrections of these editions on papers. One statement.
 * @param upTo leaves out the later ones; all count without it
 */
export async function readCorrections(
  manager: Pick<EntityManager, 'query'>,
  paperEditionIds: readonly string[],
  upTo: number | null = null,
): Promise<KnownCorrections> {
  const rows = await manager.query<
    (AppliedCorrection & { readonly latest: number; readonly paperEditionId: string | null })[]
  >(
    `SELECT known.latest, p.paper_edition_id AS "paperEditionId", c.number, c.key_edition_id AS "keyEditionId",
       c.may_lower AS "mayLower"
     FROM (SELECT coalesce($2::int, max(number), 0) AS latest FROM grading_correction) AS known
     LEFT JOIN (grading_correction_paper p JOIN grading_correction c ON c.number = p.correction_number)
       ON p.paper_edition_id = ANY($1::uuid[]) AND c.number <= known.latest
     ORDER BY c.number`,
    [paperEditionIds, upTo],
  );
  const byPaperEdition = new Map<string, AppliedCorrection[]>();
  for (const { paperEditionId, number, keyEditionId, mayLower } of rows) {
    if (paperEditionId === null) continue;
    const known = byPaperEdition.get(paperEditionId) ?? [];
    byPaperEdition.set(paperEditionId, [...known, { number, keyEditionId, mayLower }]);
  }
  return { latest: rows[0]!.latest, byPaperEdition };
}
