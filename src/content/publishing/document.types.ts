import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import { ChangeKind } from './change-kind';
import { FieldChange } from './content-diff';
import { DocumentKind } from './content-kinds';
import { DocumentState } from './document-state';

@ObjectType({ description: 'Somebody who saved or published something.', simpleResolvers: true })
export class Author {
  @Field({ description: 'The name that they go by.' })
  displayName!: string;
}

@ObjectType('Edition', { description: 'One save of a document. It never changes.', simpleResolvers: true })
export class EditionType {
  @Field(() => ID, { description: 'The opaque id of the edition.' })
  id!: string;

  @Field(() => Int, { description: '1, 2, 3 … within the document.' })
  number!: number;

  @Field(() => DateTime, { description: 'When it was saved.' })
  createdAt!: Date;

  @Field({ description: 'Why it was saved, in the words of its author; may be empty.' })
  message!: string;
}

@ObjectType('Document', {
  description: 'A piece of content as editors see it, whatever its state.',
  simpleResolvers: true,
})
export class DocumentType {
  @Field(() => ID, { description: 'The same id as that of the content in the graph.' })
  id!: string;

  @Field(() => DocumentKind, { description: 'The kind of content.' })
  kind!: string;

  @Field({ description: 'Its present slug.' })
  slug!: string;

  @Field(() => DocumentState, { description: 'Where it stands between draft and archive.' })
  state!: DocumentState;

  @Field(() => Int, { description: 'Counts every change; pass it as expectedVersion when changing the document.' })
  version!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was archived; null while it is not.' })
  archivedAt!: Date | null;

  /** The document's id in the database. */
  documentId!: string;
  latestEditionId!: string;
  publishedEditionId!: string | null;
}

export const DocumentConnection = plainConnection(() => DocumentType, 'Document', 'documents');
export const EditionConnection = plainConnection(() => EditionType, 'Edition', 'editions');

export enum ProblemSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
}

registerEnumType(ProblemSeverity, {
  name: 'ProblemSeverity',
  description: 'How much a problem matters.',
  valuesConfig: {
    ERROR: { description: 'It prevents publishing.' },
    WARNING: { description: 'It should be looked at; publishing is possible.' },
  },
});

@ObjectType({ description: 'What speaks against publishing a document.', simpleResolvers: true })
export class PublishProblem {
  @Field(() => ProblemSeverity, { description: 'Whether it prevents publishing.' })
  severity!: ProblemSeverity;

  @Field({ description: 'The rule that is broken, a stable word such as required or unpublished-reference.' })
  code!: string;

  @Field({ description: 'What is wrong and what would be right, for a person.' })
  message!: string;

  @Field({ description: 'Where in the content: a JSON pointer (RFC 6901).' })
  pointer!: string;

  @Field(() => DocumentType, { description: 'The document that it is about.' })
  document!: DocumentType;
}

@ObjectType({ description: 'What publishing would change in one document.', simpleResolvers: true })
export class PlannedChange {
  @Field(() => DocumentType, { description: 'The document that would change.' })
  document!: DocumentType;

  @Field(() => ChangeKind, { description: 'What would be done to it.' })
  kind!: ChangeKind;

  @Field(() => [FieldChange], { description: 'The fields that would change, against what is public now.' })
  fields!: FieldChange[];
}
