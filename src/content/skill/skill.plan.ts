import type { KindPlanProblem } from '../publishing/content-kind';
import { cyclesThrough } from '../publishing/graph-cycles';
import type { PlannedDocument, PlannedGraph } from '../publishing/planned-graph';
import type { SkillContent } from './skill.content';
import { sharedNames } from './skill.names';

type Skills = ReadonlyMap<string, PlannedDocument<SkillContent>>;

/**
 * A skill must not be its own prerequisite, contain itself or replace itself, over any number of steps; and a name should mean
 * one skill.
 */
export async function skillPlanProblems(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  if (touched.length === 0) return [];
  const skills = await graph.ofKind<SkillContent>('SKILL');
  return [...cycles(skills, touched), ...aliases(skills, touched)];
}

const cycleRules = {
  prerequisites: 'prerequisite-cycle',
  broader: 'broader-cycle',
  replaces: 'replaces-cycle',
} as const;

function cycles(skills: Skills, touched: readonly string[]): KindPlanProblem[] {
  return (['prerequisites', 'broader', 'replaces'] as const).flatMap((field) =>
    cyclesThrough(touched, (id) => skills.get(id)?.content[field] ?? []).map((cycle): KindPlanProblem => {
      const names = [...cycle, cycle[0]!].map((id) => skills.get(id)!.slug).join(' → ');
      const place = skills.get(cycle[0]!)!.content[field]!.indexOf(cycle[1] ?? cycle[0]!);
      return {
        severity: 'ERROR',
        documentId: cycle[0]!,
        pointer: `/${field}/${place}`,
        rule: cycleRules[field],
        message: `leads back to itself: ${names}`,
      };
    }),
  );
}

const aliases = (skills: Skills, touched: readonly string[]): KindPlanProblem[] =>
  sharedNames([...skills.values()])
    .filter(({ skill }) => touched.includes(skill.documentId))
    .map(({ skill: { documentId }, pointer, message }) => ({
      severity: 'WARNING',
      documentId,
      pointer,
      rule: 'shared-alias',
      message,
    }));
