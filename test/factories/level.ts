import type { LevelContent } from '../../src/content/level/level.content';
import { levelKind } from '../../src/content/level/level.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** A level that can be published as it is. */
export function levelDraft(slug: string, overrides: Partial<LevelContent> = {}): Draft {
  return {
    kind: levelKind,
    slug,
    content: { name: `Level ${slug}`, rank: 1, summary: 'Works at this level.', ...overrides },
  };
}
