import type { PersonalData } from '../../kernel/personal-data';

const responsible = 'Who is responsible for what is public; the account that it names has nothing personal left.';
const content =
  'Written for the public log of the content, as the content itself: it belongs to that, not to its author.';

/** What somebody wrote and published. It is content, and stays; whose it was is an account without a name. */
export const publishingPersonalData: PersonalData = {
  tables: {
    edition: {
      exported: { as: 'editions' },
      rows: 'kept',
      columns: { author_id: { kept: responsible }, message: { kept: content } },
    },
    publication: {
      exported: { as: 'publications' },
      rows: 'kept',
      columns: { actor_id: { kept: responsible }, message: { kept: content } },
    },
  },

  async export(manager, userId) {
    const editions = await manager.query<object[]>(
      `SELECT e.id, e.document_id AS "documentId", d.kind, d.slug, e.number, e.created_at AS "createdAt", e.message
       FROM edition e JOIN document d ON d.id = e.document_id WHERE e.author_id = $1 ORDER BY e.created_at, e.id`,
      [userId],
    );
    const publications = await manager.query<object[]>(
      `SELECT number, published_at AS "publishedAt", message FROM publication WHERE actor_id = $1 ORDER BY number`,
      [userId],
    );
    return { editions, publications };
  },
};
