// Evidence for a skill says something about its neighbours in the graph, too: this file says how much.

/** The share of a piece that counts for a skill which contains the one that was shown: it is a part of it. */
const SHARE_A_STEP_WIDER = 0.5;

/** Two steps up a part is a quarter; further up it says next to nothing. */
const STEPS_WIDER = 2;

/** The share that counts for a skill which is contained in the one that was shown: the whole says little about a certain part. */
const SHARE_A_STEP_NARROWER = 0.25;

export interface SkillGraph {
  /** The skills that contain this one. */
  widerOf(skillId: string): readonly string[];
  /** The skills that this one contains. */
  narrowerOf(skillId: string): readonly string[];
  /** The skills whose evidence counts for this one, because it was merged from them or split off. */
  replacedBy(skillId: string): readonly string[];
}

/** An edge of the graph of skills: the skill that names the other, and the other. */
export type SkillEdge = readonly [skillId: string, otherId: string];

/**
 * @param edges `broader`: a skill and one that contains it; `replaces`: a skill and one that it replaces
 */
export function makeSkillGraph(edges: { broader: readonly SkillEdge[]; replaces: readonly SkillEdge[] }): SkillGraph {
  const wider = grouped(edges.broader);
  const narrower = grouped(edges.broader.map(([skillId, widerId]) => [widerId, skillId]));
  const replaced = grouped(edges.replaces);
  return {
    widerOf: (skillId) => wider.get(skillId) ?? [],
    narrowerOf: (skillId) => narrower.get(skillId) ?? [],
    replacedBy: (skillId) => replaced.get(skillId) ?? [],
  };
}

function grouped(edges: readonly SkillEdge[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) {
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
  }
  return targets;
}

/**
 * The skills whose evidence counts for a skill, each with its share by the best path: itself and what it replaces in full, narrower ones
 * by a half for each step, wider ones by a quarter. Ways that go up and down again don't count: two parts of a whole are two things.
 * What was replaced counts on the way as the skill that replaced it. Ends for any graph, cycles included.
 */
export function sharesFor(skillId: string, graph: SkillGraph): Map<string, number> {
  const shares = new Map<string, number>();
  const reach = (skillIds: ReadonlySet<string>, share: number): void => {
    for (const id of skillIds) shares.set(id, Math.max(shares.get(id) ?? 0, share));
  };
  const same = withReplaced([skillId], graph);
  reach(same, 1);
  let contained = same;
  for (let step = 1; step <= STEPS_WIDER; step += 1) {
    contained = withReplaced([...contained].flatMap(graph.narrowerOf), graph);
    reach(contained, SHARE_A_STEP_WIDER ** step);
  }
  reach(withReplaced([...same].flatMap(graph.widerOf), graph), SHARE_A_STEP_NARROWER);
  return shares;
}

function withReplaced(skillIds: readonly string[], graph: SkillGraph): Set<string> {
  const all = new Set(skillIds);
  for (const id of all) for (const replaced of graph.replacedBy(id)) all.add(replaced);
  return all;
}
