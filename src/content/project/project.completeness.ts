import { type CompletenessRule, everyDocument, referredTo } from '../publishing/completeness';
import { CriterionKind } from './criterion-kind';
import type { ProjectContent } from './project.content';

const criteriaOf =
  (kind: CriterionKind, way: string): CompletenessRule<ProjectContent> =>
  ({ content: { criteria = [] } }) => {
    if (criteria.some((criterion) => criterion.kind === kind)) return [];
    const message = `has no criterion of kind ${kind}: ${way}`;
    return [{ pointer: '/criteria', rule: `no-${kind.toLowerCase()}`, message }];
  };

/** What a project has that can be done, reviewed and carried further. */
export const projectCompleteness = everyDocument<ProjectContent>(
  criteriaOf(CriterionKind.ACCEPTANCE, 'say what must hold, so that a reviewer can answer yes or no'),
  criteriaOf(CriterionKind.STRETCH, 'say what to try beyond it'),
  referredTo('name it in the projects of a career'),
);
