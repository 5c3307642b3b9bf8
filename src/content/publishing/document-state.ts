import { registerEnumType } from 'type-graphql';

export enum DocumentState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  CHANGED = 'CHANGED',
  ARCHIVED = 'ARCHIVED',
}

registerEnumType(DocumentState, {
  name: 'DocumentState',
  description: 'Where a document stands between draft and archive.',
  valuesConfig: {
    DRAFT: { description: 'Not public: never published, or taken out of the public graph.' },
    PUBLISHED: { description: 'The latest edition is public.' },
    CHANGED: { description: 'Public, and there is a later edition that is not.' },
    ARCHIVED: { description: 'Put away: in no draft and not public; it can be restored.' },
  },
});

/** The state of a document `d` in SQL. */
export const stateSql = `CASE
  WHEN d.archived_at IS NOT NULL THEN 'ARCHIVED'
  WHEN d.published_edition_id IS NULL THEN 'DRAFT'
  WHEN d.published_edition_id = d.latest_edition_id THEN 'PUBLISHED'
  ELSE 'CHANGED'
END`;
