import {
  atLeast,
  type Completeness,
  type CompletenessRule,
  everyDocument,
  longEnough,
} from '../publishing/completeness';
import type { SkillContent } from './skill.content';
import { sharedNames } from './skill.names';

const inTheGraph: CompletenessRule<SkillContent> = ({ content: { broader = [], prerequisites = [] }, referredBy }) => {
  if (referredBy.length + broader.length + prerequisites.length > 0) return [];
  const message =
    'stands alone: name it in a career, a project or a question, or give it broader skills or prerequisites';
  return [{ pointer: '', rule: 'stands-alone', message }];
};

const perSkill = everyDocument<SkillContent>(
  longEnough('summary', 40, 'say what somebody who has it can do'),
  atLeast('topics', 1, 'list what belongs to it, in the order of learning'),
  inTheGraph,
);

/** What a skill of use has; and a name that means two skills is a mistake. */
export const skillCompleteness: Completeness<SkillContent> = (skills) => [
  ...perSkill(skills),
  ...containedPrerequisites(skills),
  ...sharedNames(skills).map(({ skill, pointer, message }) => ({
    severity: 'ERROR' as const,
    slug: skill.slug,
    pointer,
    rule: 'shared-alias',
    message: `${message}: take it out of one of the two`,
  })),
];

/** A skill that is to come after one that it contains: who learns the whole learns the part with it. */
const containedPrerequisites: Completeness<SkillContent> = (skills) => {
  const bySlug = new Map(skills.map((skill) => [skill.slug, skill.content]));
  return skills.flatMap(({ slug, content: { prerequisites = [] } }) =>
    prerequisites.flatMap((needed, index) => {
      if (!bySlug.get(needed)?.broader?.includes(slug)) return [];
      const message = `${needed} is a part of this skill, so it cannot come first: make it no prerequisite, or not broader`;
      const pointer = `/prerequisites/${index}`;
      return [{ severity: 'WARNING' as const, slug, pointer, rule: 'contained-prerequisite', message }];
    }),
  );
};
