import type { DataSource } from 'typeorm';
import type { PersonalTable } from '../../src/kernel/personal-data';
import type { FeatureModule } from '../../src/kernel/module';

/** A column that can say something about a person, and why it is thought so. */
export interface PersonalColumn {
  readonly table: string;
  readonly column: string;
  readonly because: string;
}

/** Words in the names of columns that hold a user's key, or something that tells of a person. */
const WORDS =
  'user|account|learner|actor|author|reviewer|owner|person|people|caller|identity|subject|email|mail|phone|address|ip|' +
  'agent|device|password|hash|token|comment|message|answer|answers|(display|full|first|last|nick|user)_name';
const BY_NAME = `(^|_)(${WORDS})(_ids?)?$|(^|_)(${WORDS})_|_by(_ids?)?$`;
/** Types of columns that can hold a key or a text. */
const TYPES = `'{uuid,text,varchar,bpchar,bytea,json,jsonb,inet,uuid[],text[],varchar[]}'::regtype[]`;

/**
 * The columns by which a table belongs to people: foreign keys to accounts, or to what belongs to an account by such a key
 * itself, and those whose names say so. The job queue's own tables are left out: a payload names things, not people.
 */
export async function personalColumns(store: DataSource): Promise<PersonalColumn[]> {
  return store.query(
    `WITH RECURSIVE
       ours AS (SELECT c.oid, CASE nspname WHEN 'public' THEN relname ELSE nspname || '.' || relname END AS name
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'graphile_worker')),
       belonging AS (SELECT 'user_account'::regclass::oid AS oid
         UNION SELECT k.conrelid FROM pg_constraint k JOIN belonging b ON k.confrelid = b.oid WHERE k.contype = 'f')
     SELECT DISTINCT ON (1, 2) * FROM (
       SELECT o.name AS table, a.attname AS column, 'foreign key to ' || k.confrelid::regclass AS because
         FROM pg_constraint k JOIN belonging b ON k.confrelid = b.oid JOIN ours o ON o.oid = k.conrelid
           JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = ANY(k.conkey) WHERE k.contype = 'f'
       UNION ALL SELECT o.name, a.attname, 'its name' FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid
         WHERE a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = ANY(${TYPES}) AND a.attname ~ $1
     ) found ORDER BY 1, 2, 3`,
    [BY_NAME],
  );
}

/** What the modules declare, by table. */
export function declaredTables(modules: readonly FeatureModule[]): Map<string, PersonalTable> {
  return new Map(modules.flatMap(({ personalData }) => Object.entries(personalData?.tables ?? {})));
}

/** Those of the columns that no module declares: of a table that is not named, or that stay with their rows unmentioned. */
export function undeclared(columns: readonly PersonalColumn[], declared: ReadonlyMap<string, PersonalTable>): string[] {
  return columns
    .filter(({ table, column }) => {
      const found = declared.get(table);
      return !found || (found.rows === 'kept' && !found.columns?.[column]);
    })
    .map(({ table, column, because }) => `${table}.${column} (${because})`);
}

/** The columns that are declared to keep something when an account is erased, as `table.column`, sorted. */
export function keptColumns(declared: ReadonlyMap<string, PersonalTable>): string[] {
  return [...declared]
    .flatMap(([table, { columns = {} }]) =>
      Object.entries(columns).flatMap(([column, fate]) => (fate === 'cleared' ? [] : [`${table}.${column}`])),
    )
    .toSorted();
}
