import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf, plainConnection } from '../../kernel/graphql/connection';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { DateTime } from '../../kernel/graphql/scalars';
import { DocumentType } from '../publishing/document.types';
import { ReleaseState } from './release-state';
import type { ReleaseRow } from './release-store';

@ObjectType('Release', { description: 'Documents that go out together.', simpleResolvers: true })
export class ReleaseType {
  @Field(() => ID, {
    description: 'The opaque id of the release; `release:` and this id is the perspective that previews it.',
  })
  id!: string;

  @Field({ description: 'What it is called; the public message of its publication.' })
  title!: string;

  @Field(() => ReleaseState, { description: 'Where it stands.' })
  state!: ReleaseState;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is, or was, to be published by itself; null without a schedule.',
  })
  publishAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The IANA time zone in which to show publishAt; null without a schedule.',
  })
  timeZone!: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  row!: ReleaseRow;
}

@ObjectType({ description: 'A document of a release.', simpleResolvers: true })
export class ReleaseDocumentEdge extends edgeOf(() => DocumentType, 'ReleaseDocument') {
  @Field({
    description: 'Whether the document has a later edition than the one that is to go out; add it again to take that.',
  })
  outdated!: boolean;

  editionId!: string | null;
}

@ObjectType({ description: 'Another release that holds some of the same documents.', simpleResolvers: true })
export class ReleaseConflict {
  @Field(() => ReleaseType, { description: 'The other release, which is not published either.' })
  release!: ReleaseType;

  /** The documents that both hold. */
  documentIds!: string[];
}

export const ReleaseConnection = plainConnection(() => ReleaseType, 'Release', 'releases');
export const ReleaseDocumentConnection = connectionOf(
  () => ReleaseDocumentEdge,
  'ReleaseDocumentConnection',
  'the documents of a release',
);

/** The GraphQL object of a release's row. */
export function toReleaseType(row: ReleaseRow): ReleaseType {
  const { title, state, publishAt, timeZone, createdAt } = row;
  return { id: toGlobalId('Release', row.id), title, state, publishAt, timeZone, createdAt, row };
}
