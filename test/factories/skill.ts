import type { Draft } from '../../src/content/publishing/resolve-references';
import type { SkillContent } from '../../src/content/skill/skill.content';
import { SkillKind } from '../../src/content/skill/skill-kind';
import { skillKind } from '../../src/content/skill/skill.kind';

/** A skill that can be published as it is. */
export function skillDraft(slug: string, overrides: Partial<SkillContent> = {}): Draft {
  return {
    kind: skillKind,
    slug,
    content: { name: `Skill ${slug}`, kind: SkillKind.TECHNICAL, summary: 'Doing it well.', ...overrides },
  };
}
