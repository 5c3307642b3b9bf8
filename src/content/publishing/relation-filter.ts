import { Field, InputType } from 'type-graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { pointerTo } from '../../kernel/errors/problem';
import {
  type FilterDefinition,
  type FilterField,
  type FilterScope,
  textConditions,
  TextFilter,
} from '../../kernel/graphql/filter';

/** Filters by the slug, which belongs to the document and not to an edition. */
export function slugField(): FilterField {
  return {
    description: 'By the present slug.',
    type: () => TextFilter,
    compile(value: TextFilter, _column, { documentId, pointer }) {
      const conditions = textConditions(value, raw('d.slug'), pointer);
      if (conditions.length === 0) return [];
      return [sql`${documentId} IN (SELECT d.id FROM document d WHERE ${join(conditions, ' AND ')})`];
    },
  };
}

/**
 * Filters by what an edge leads to: some (at least one visible target fits) and none (no visible target fits).
 * @param edge table and target column of the edge, and the filter of the target's type
 */
export function relationField(
  name: string,
  edge: { table: string; targetColumn: string; target: () => FilterDefinition },
  description: string,
): FilterField {
  @InputType(`${name}RelationFilter`, { description: `Conditions on what is related; all that are given must hold.` })
  class RelationFilter {
    @Field(() => edge.target().input, { nullable: true, description: 'At least one of them fits this filter.' })
    some?: object | null;

    @Field(() => edge.target().input, { nullable: true, description: 'None of them fits this filter.' })
    none?: object | null;
  }
  const exists = (value: object, scope: FilterScope, step: string): Sql => {
    const [link, node, visible] = [`e${scope.depth}`, `n${scope.depth}`, `v${scope.depth}`];
    const inner = {
      ...scope,
      alias: node,
      documentId: raw(`${link}.${edge.targetColumn}`),
      depth: scope.depth + 1,
      pointer: pointerTo(scope.pointer, step),
    };
    const target = edge.target();
    return sql`EXISTS (SELECT 1 FROM ${raw(edge.table)} ${raw(link)}
      JOIN ${scope.visible} ${raw(visible)} ON ${raw(visible)}.document_id = ${raw(link)}.${raw(edge.targetColumn)}
      JOIN ${raw(target.table)} ${raw(node)} ON ${raw(node)}.edition_id = ${raw(visible)}.edition_id
      WHERE ${raw(link)}.edition_id = ${raw(scope.alias)}.edition_id AND ${target.compile(value, inner)})`;
  };
  return {
    description,
    type: () => RelationFilter,
    compile(value: RelationFilter, _column, scope) {
      const conditions: Sql[] = [];
      if (value.some != null) conditions.push(exists(value.some, scope, 'some'));
      if (value.none != null) conditions.push(sql`NOT ${exists(value.none, scope, 'none')}`);
      return conditions;
    },
  };
}
