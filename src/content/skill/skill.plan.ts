import type { KindPlanProblem } from '../publishing/content-kind';
import { cyclesThrough } from '../publishing/graph-cycles';
import type { PlannedDocument, PlannedGraph } from '../publishing/planned-graph';
import type { SkillContent } from './skill.content';

type Skills = ReadonlyMap<string, PlannedDocument<SkillContent>>;

/**
 * A skill must not be its own prerequisite, contain itself or replace itself, over any number of steps; and a name should mean
 * one skill.
 */
export async function skillPlanProblems(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  if (touched.length === 0) return [];
  const skills = await graph.ofKind<SkillContent>('SKILL');
  return [...cycles(skills, touched), ...sharedNames(skills, touched)];
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

/** An alias of one skill that is the name or an alias of another, seen from either of the two. */
function sharedNames(skills: Skills, touched: readonly string[]): KindPlanProblem[] {
  const said = [...skills.values()].flatMap(({ documentId, slug, content }) =>
    [content.name, ...(content.aliases ?? [])].map((text, index) => ({
      documentId,
      slug,
      text,
      isAlias: index > 0,
      pointer: index > 0 ? `/aliases/${index - 1}` : '/name',
    })),
  );
  const folded = (text: string) => text.trim().toLowerCase();
  const byText = new Map<string, typeof said>();
  for (const each of said) byText.set(folded(each.text), [...(byText.get(folded(each.text)) ?? []), each]);
  return said
    .filter(({ documentId }) => touched.includes(documentId))
    .flatMap(({ documentId, text, isAlias, pointer }) => {
      const other = byText
        .get(folded(text))!
        .find((each) => each.documentId !== documentId && (isAlias || each.isAlias));
      if (!other) return [];
      const message = `${text} is also ${other.isAlias ? 'an alias' : 'the name'} of the skill ${other.slug}`;
      return [{ severity: 'WARNING', documentId, pointer, rule: 'shared-alias', message } as const];
    });
}
