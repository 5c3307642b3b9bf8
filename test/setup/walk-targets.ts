import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { documentIdFor } from '../../src/content/publishing/document-id';
import { type ContentFile, readContentFiles } from '../../src/content/transfer/content-files';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import type { WalkTargets } from './graph-walk';

/** The documents of the starter content. */
export function starterContent(): Promise<ContentFile[]> {
  return readContentFiles(join(checkoutFolder, 'content'));
}

/** The slugs of the documents of each kind, by the key of the kind; `first` come first. */
export function slugsByKind(files: readonly ContentFile[], first: readonly string[] = []): Map<string, string[]> {
  return new Map(
    allKinds().map(({ kind }) => [
      kind,
      [...first, ...files.filter((file) => file.kind.kind === kind).map(({ slug }) => slug)],
    ]),
  );
}

/** What a walk asks for: these documents by slug and by id, and filters that look for these texts. */
export function walkTargets(slugs: ReadonlyMap<string, readonly string[]>, texts: readonly string[]): WalkTargets {
  const kinds = allKinds().map((kind) => ({ name: kind.node.name, key: kind.kind, slugs: slugs.get(kind.kind) ?? [] }));
  return {
    slugs: new Map(kinds.map(({ name, slugs: own }) => [name, own])),
    ids: new Map(
      kinds.map(({ name, key, slugs: own }) => [name, own.map((slug) => toGlobalId(name, documentIdFor(key, slug)))]),
    ),
    texts,
  };
}
