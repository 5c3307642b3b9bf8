import type { Draft } from '../../src/content/publishing/resolve-references';
import type { SourceContent } from '../../src/content/source/source.content';
import { sourceKind } from '../../src/content/source/source.kind';

/** A source that can be published as it is. */
export function sourceDraft(slug: string, overrides: Partial<SourceContent> = {}): Draft {
  return { kind: sourceKind, slug, content: { name: `Source ${slug}`, ...overrides } };
}
