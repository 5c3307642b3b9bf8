import type { ProjectContent } from '../../src/content/project/project.content';
import { CriterionKind } from '../../src/content/project/criterion-kind';
import { projectKind } from '../../src/content/project/project.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** A project that trains these skills; it can be published with them. */
export function projectDraft(slug: string, skills: string[], overrides: Partial<ProjectContent> = {}): Draft {
  return {
    kind: projectKind,
    slug,
    content: {
      title: `Project ${slug}`,
      summary: 'Trains by building.',
      scope: 'Build it.',
      criteria: [{ id: 'it-runs', kind: CriterionKind.ACCEPTANCE, text: 'It runs.' }],
      skills,
      ...overrides,
    },
  };
}
