import { onPlan } from '../../content/publishing/publish-plan';
import { plannedLineage } from '../../content/skill/skill-lineage';
import { learnersWithEvidence } from './skill-evidence';

/** Skills that would count nowhere any more, though learners have shown something of them. Three statements at most. */
onPlan(async (manager, changes) => {
  const lost = (await plannedLineage(manager, changes))
    .filter(({ now, after }) => now.length > 0 && after.length === 0)
    .map(({ skillId }) => skillId);
  const learners = await learnersWithEvidence(manager, lost);
  return lost.flatMap((documentId) => {
    const count = learners.get(documentId);
    if (count === undefined) return [];
    const message = `${count} ${count === 1 ? 'learner has' : 'learners have'} shown something of this skill, and it would count nowhere any more: name it in \`replaces\` of the skill that takes its place`;
    return [{ severity: 'WARNING' as const, documentId, pointer: '', rule: 'evidence-without-heir', message }];
  });
});
