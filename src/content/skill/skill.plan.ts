import type { KindPlanProblem } from '../publishing/content-kind';
import { cyclesThrough } from '../publishing/graph-cycles';
import type { PlannedGraph } from '../publishing/planned-graph';
import type { SkillContent } from './skill.content';

/** A skill must not be its own prerequisite, or contain itself, over any number of steps. */
export async function skillPlanProblems(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  if (touched.length === 0) return [];
  const skills = await graph.ofKind<SkillContent>('SKILL');
  return (['prerequisites', 'broader'] as const).flatMap((field) =>
    cyclesThrough(touched, (id) => skills.get(id)?.content[field] ?? []).map((cycle): KindPlanProblem => {
      const names = [...cycle, cycle[0]!].map((id) => skills.get(id)!.slug).join(' → ');
      const place = skills.get(cycle[0]!)!.content[field]!.indexOf(cycle[1] ?? cycle[0]!);
      return {
        severity: 'ERROR',
        documentId: cycle[0]!,
        pointer: `/${field}/${place}`,
        rule: field === 'prerequisites' ? 'prerequisite-cycle' : 'broader-cycle',
        message: `leads back to itself: ${names}`,
      };
    }),
  );
}
