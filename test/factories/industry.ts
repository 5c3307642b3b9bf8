import type { IndustryContent } from '../../src/content/industry/industry.content';
import { industryKind } from '../../src/content/industry/industry.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** An industry that can be published as it is. */
export function industryDraft(slug: string, overrides: Partial<IndustryContent> = {}): Draft {
  return { kind: industryKind, slug, content: { name: `Industry ${slug}`, ...overrides } };
}
