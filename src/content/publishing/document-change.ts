/** A document with the edition that is to become public, or null to take it out of the public graph. */
export interface DocumentChange {
  readonly documentId: string;
  readonly editionId: string | null;
}
