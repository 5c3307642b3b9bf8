import { toGlobalId } from '../../kernel/graphql/global-id';
import { kindOf } from './content-kinds';
import type { DocumentReader, DocumentRow, EditionRow } from './document-reader';
import type { DocumentState } from './document-state';
import type { DocumentType, EditionType, ProblemSeverity, PublishProblem } from './document.types';
import type { PlanProblem } from './publish-plan';

/** The GraphQL object of a document's row. */
export function toDocumentType(row: DocumentRow): DocumentType {
  const { id: documentId, state, ...rest } = row;
  return {
    ...rest,
    documentId,
    state: state as DocumentState,
    id: toGlobalId(kindOf(row.kind).node.name, documentId),
  };
}

/** The GraphQL object of an edition's row; its content and author are resolved apart. */
export function toEditionType(row: EditionRow): EditionType & { authorId: string | null } {
  const { number, createdAt, message, authorId } = row;
  return { id: toGlobalId('Edition', row.id), number, createdAt, message, authorId };
}

/** What speaks against a plan as GraphQL shows it, errors first. */
export async function toPublishProblems(
  problems: readonly PlanProblem[],
  documents: DocumentReader,
): Promise<PublishProblem[]> {
  const found = await Promise.all(
    problems.map(async ({ severity, rule, message, pointer, documentId }) => ({
      severity: severity as ProblemSeverity,
      code: rule,
      message,
      pointer,
      document: toDocumentType((await documents.byId(documentId))!),
    })),
  );
  return found.toSorted((a, b) => a.severity.localeCompare(b.severity));
}
