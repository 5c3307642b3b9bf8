import '../../src/modules';
import { loadConfig } from '../../src/config';
import { readContentFiles } from '../../src/content/transfer/content-files';

/** The starter content as its files say it, references as slugs. */
export interface StarterDocuments {
  /** The slugs and contents of a kind, by the name of its folder. */
  all<Content>(kind: string): [slug: string, content: Content][];
  get<Content>(kind: string, slug: string): Content;
}

/** Reads the starter content from its folder, without a database. */
export async function readStarterDocuments(): Promise<StarterDocuments> {
  const files = await readContentFiles(loadConfig({}).content.folder);
  const byKind = new Map<string, Map<string, object>>();
  for (const { kind, slug, content } of files) {
    byKind.set(kind.folder, (byKind.get(kind.folder) ?? new Map<string, object>()).set(slug, content));
  }
  return {
    all: <Content>(kind: string) => [...(byKind.get(kind) ?? [])] as [string, Content][],
    get: <Content>(kind: string, slug: string) => {
      const content = byKind.get(kind)?.get(slug);
      if (!content) throw new Error(`There is no ${kind} ${slug}`);
      return content as Content;
    },
  };
}
