import { Confidence, Importance, PayPeriod } from '../../src/content/career/career-enums';
import type { SalaryClaimContent } from '../../src/content/career/career-claims.content';
import type { CareerContent } from '../../src/content/career/career.content';
import { careerKind } from '../../src/content/career/career.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** A career that needs these skills; it can be published with them. */
export function careerDraft(slug: string, skills: string[], overrides: Partial<CareerContent> = {}): Draft {
  return {
    kind: careerKind,
    slug,
    content: {
      title: `Career ${slug}`,
      tagline: 'Does the work.',
      summary: 'People of this career do the work.',
      skills: skills.map((skill) => ({ skill, importance: Importance.ESSENTIAL })),
      ...overrides,
    },
  };
}

/** A salary claim of a source, for an entry of a career's levels. */
export function salaryClaim(source: string, overrides: Partial<SalaryClaimContent> = {}): SalaryClaimContent {
  return {
    id: 'a-claim',
    min: 50_000,
    max: 70_000,
    currency: 'USD',
    period: PayPeriod.YEAR,
    confidence: Confidence.LOW,
    source,
    ...overrides,
  };
}
