import type { DataSource } from 'typeorm';
import { ladderRanks } from '../evidence/level-ladder';
import { makeSkillGraph, type SkillGraph } from '../evidence/skill-spread';

/** All public skills and levels with what leads from one to another, as of one publication. Nothing in it ever changes. */
export interface SkillNetwork {
  /** Wider and narrower ones among the public skills, and which ones took the place of others. */
  readonly graph: SkillGraph;
  /** The keys of the public skills. */
  readonly publicSkills: readonly string[];
  /** The skills to have before a public skill, in order. */
  prerequisitesOf(skillId: string): readonly string[];
  /** What a skill is called, or was called when it was public last; undefined for one that never was. */
  nameOf(skillId: string): string | undefined;
  /** The levels, the lowest first. */
  readonly ladder: readonly NetworkLevel[];
}

/** A level with its place on the ladder, from 1 without gaps. */
export interface NetworkLevel {
  readonly id: string;
  readonly name: string;
  readonly rank: number;
}

interface SkillRow {
  readonly id: string;
  readonly isPublic: boolean;
  readonly name: string;
  readonly broaderIds: readonly string[];
  readonly prerequisiteIds: readonly string[];
  readonly replacedIds: readonly string[];
}

/**
 * Keeps the network of the latest publication that was asked for: it is the same for all learners, and hundreds of skills are
 * too many to read for each of them.
 */
export class SkillNetworks {
  private latest: { readonly publication: number; readonly network: Promise<SkillNetwork> } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** The network as of a publication, by its number; two statements the first time. */
  at(publication: number): Promise<SkillNetwork> {
    if (this.latest?.publication === publication) return this.latest.network;
    const network = readNetwork(this.dataSource, publication);
    // A request that began before the latest publication does not throw out what all the others need.
    if (this.latest && this.latest.publication > publication) return network;
    const kept = { publication, network };
    this.latest = kept;
    network.catch(() => {
      if (this.latest === kept) this.latest = undefined;
    });
    return network;
  }
}

async function readNetwork(dataSource: DataSource, publication: number): Promise<SkillNetwork> {
  // Of a skill that is public no more, what it said last: one that was replaced still leads on to what it had replaced itself.
  const skills = await dataSource.query<SkillRow[]>(
    `SELECT i.document_id AS id, i.edition_id IS NOT NULL AS "isPublic", n.name, n.broader_ids AS "broaderIds",
       n.prerequisite_ids AS "prerequisiteIds", n.replaced_ids AS "replacedIds"
     FROM publication_item i JOIN skill n ON n.edition_id = coalesce(i.edition_id, i.previous_edition_id)
     WHERE i.publication_number <= $1 AND (i.superseded_by IS NULL OR i.superseded_by > $1) ORDER BY i.document_id`,
    [publication],
  );
  const levels = await dataSource.query<NetworkLevel[]>(
    `SELECT n.document_id AS id, n.name, n.rank FROM editions_at($1::int) v JOIN level n ON n.edition_id = v.edition_id
     ORDER BY n.rank, n.document_id`,
    [publication],
  );
  const shown = skills.filter(({ isPublic }) => isPublic);
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  const prerequisites = new Map(shown.map(({ id, prerequisiteIds }) => [id, prerequisiteIds]));
  const ranks = ladderRanks(levels);
  return {
    graph: makeSkillGraph({
      broader: shown.flatMap(({ id, broaderIds }) => broaderIds.map((widerId) => [id, widerId] as const)),
      replaces: skills.flatMap(({ id, replacedIds }) => replacedIds.map((replacedId) => [id, replacedId] as const)),
    }),
    publicSkills: shown.map(({ id }) => id),
    prerequisitesOf: (skillId) => prerequisites.get(skillId) ?? [],
    nameOf: (skillId) => names.get(skillId),
    ladder: levels.map(({ id, name }) => ({ id, name, rank: ranks.get(id)! })),
  };
}
