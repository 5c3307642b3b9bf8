import { parseGlobalId } from '../../kernel/graphql/global-id';
import type { AuthoredDocument } from '../publishing/completeness';
import { referencesOf, toPlainContent } from '../publishing/content-walk';
import { documentIdFor } from '../publishing/document-id';
import type { PlannedDocument, PlannedGraph } from '../publishing/planned-graph';
import type { ContentFile } from './content-files';

/** One reference of a file, and the file that it leads to. */
export interface FileReference {
  readonly from: ContentFile;
  readonly kind: string;
  /** A slug or an id, as the file says it. */
  readonly target: string;
  readonly pointer: string;
  /** Undefined when the folder has no such document. */
  readonly to: ContentFile | undefined;
}

/** The graph that content files would make in an empty database, every document new: what the checks of the kinds look at. */
export class ContentFileGraph implements PlannedGraph {
  private readonly byAddress: ReadonlyMap<string, ContentFile>;
  readonly references: readonly FileReference[];

  constructor(private readonly files: readonly ContentFile[]) {
    this.byAddress = new Map(
      files.flatMap((file) => [
        [`${file.kind.kind}/${file.slug}`, file],
        [`${file.kind.kind}/${idOf(file)}`, file],
      ]),
    );
    this.references = files.flatMap((from) =>
      referencesOf(from.kind.content, from.content).map(({ kind, target, pointer }) => ({
        from,
        kind,
        target,
        pointer,
        to: this.find(kind, target),
      })),
    );
  }

  /** The file of a document, by slug, id or global id. */
  find(kind: string, target: string): ContentFile | undefined {
    return this.byAddress.get(`${kind}/${parseGlobalId(target)?.key ?? target}`);
  }

  /** The documents of a kind as their authors wrote them, each with what refers to it. */
  authored(kind: string): AuthoredDocument[] {
    const referring = new Map<ContentFile, Set<string>>();
    for (const { from, to } of this.references)
      if (to && to !== from) referring.set(to, (referring.get(to) ?? new Set()).add(`${from.kind.kind}/${from.slug}`));
    return this.ofKindInFiles(kind).map((file) => ({
      slug: file.slug,
      content: file.content,
      referredBy: [...(referring.get(file) ?? [])],
    }));
  }

  ofKind<C extends object>(kind: string): Promise<ReadonlyMap<string, PlannedDocument<C>>> {
    const planned = this.ofKindInFiles(kind).map((file): [string, PlannedDocument<C>] => {
      const content = toPlainContent(file.content);
      for (const { kind: of, target, replace } of referencesOf(file.kind.content, content)) {
        const found = this.find(of, target);
        if (found) replace(idOf(found));
      }
      return [idOf(file), { documentId: idOf(file), slug: file.slug, content: content as C }];
    });
    return Promise.resolve(new Map(planned));
  }

  touches(kind: string): Promise<boolean> {
    return Promise.resolve(this.ofKindInFiles(kind).length > 0);
  }

  changesDocument(documentId: string): boolean {
    return this.files.some((file) => idOf(file) === documentId);
  }

  private ofKindInFiles(kind: string): ContentFile[] {
    return this.files.filter((file) => file.kind.kind === kind);
  }
}

/** The id that the document of a file gets in an empty database. */
export const idOf = ({ kind, slug }: ContentFile): string => documentIdFor(kind.kind, slug);
