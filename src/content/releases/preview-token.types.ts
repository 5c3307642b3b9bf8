import { Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MAX_PREVIEW_MINUTES, type PreviewTokenRow } from '../../accounts/preview-token/preview-tokens';
import { plainConnection } from '../../kernel/graphql/connection';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { DateTime } from '../../kernel/graphql/scalars';

@InputType({ description: 'What to preview, and for how long.' })
export class CreatePreviewTokenInput {
  @Field({
    description: 'The one perspective that it opens: draft, release:<id> or publication:<number>.',
  })
  perspective!: string;

  @Min(1)
  @Max(MAX_PREVIEW_MINUTES)
  @Field(() => Int, { description: `How long it is good, in minutes: 1 to ${MAX_PREVIEW_MINUTES}, which is a day.` })
  expiresInMinutes!: number;
}

@InputType({ description: 'Which preview token to revoke.' })
export class RevokePreviewTokenInput {
  @Field(() => ID, { description: 'The id of the preview token, which is not the token.' })
  id!: string;
}

@ObjectType('PreviewToken', {
  description: 'A token that opens one perspective for reading, without the token itself.',
  simpleResolvers: true,
})
export class PreviewTokenType {
  @Field(() => ID, { description: 'The id of the preview token, which is not the token.' })
  id!: string;

  @Field({ description: 'The perspective that it opens, as the header x-perspective must name it.' })
  perspective!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'From then on it is refused.' })
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null while it was not.' })
  revokedAt!: Date | null;

  createdById!: string;
}

export const PreviewTokenConnection = plainConnection(() => PreviewTokenType, 'PreviewToken', 'preview tokens');

@ObjectType({ description: 'A new preview token.', simpleResolvers: true })
export class CreatePreviewTokenPayload {
  @Field({
    description:
      'The token. Send it as `Authorization: Bearer cgp_…`, always together with the header x-perspective that names its perspective. In that header and no other, so that caches on the way keep no answer, and a request is from one caller. It is shown only here.',
  })
  token!: string;

  @Field(() => DateTime, { description: 'From then on the token is refused.' })
  expiresAt!: Date;

  @Field({ description: 'The perspective that the token opens, as the header x-perspective must name it.' })
  perspective!: string;

  @Field(() => PreviewTokenType, { description: 'What is stored about the token.' })
  previewToken!: PreviewTokenType;
}

@ObjectType({ description: 'What revoking a preview token came to.', simpleResolvers: true })
export class RevokePreviewTokenPayload {
  @Field(() => PreviewTokenType, { description: 'The preview token, which is refused from now on.' })
  previewToken!: PreviewTokenType;
}

/** The GraphQL object of a preview token's row. */
export function toPreviewTokenType(row: PreviewTokenRow): PreviewTokenType {
  return { ...row, id: toGlobalId('PreviewToken', row.id) };
}
