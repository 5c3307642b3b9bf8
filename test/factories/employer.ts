import type { EmployerContent } from '../../src/content/employer/employer.content';
import { employerKind } from '../../src/content/employer/employer.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** An employer that can be published as it is. */
export function employerDraft(slug: string, overrides: Partial<EmployerContent> = {}): Draft {
  return { kind: employerKind, slug, content: { name: `Employer ${slug}`, ...overrides } };
}
