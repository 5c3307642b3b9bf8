import type { DataSource } from 'typeorm';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, oneByKey } from '../../kernel/loading/loaders';
import type { Author } from './document.types';

/** Who saved or published something: the name that they go by, and nothing else of an account. */
export class AuthorReader {
  private readonly loaders = new LoaderSet();
  private readonly waves = new BatchWaves();

  constructor(private readonly dataSource: DataSource) {}

  /** The author with this user id; null when the account is gone. */
  byId(userId: string): Promise<Author | null> {
    const load = this.loaders.get('author', () =>
      oneByKey<Author>(this.waves, async (ids) => {
        const rows: { id: string; display_name: string }[] = await this.waves.run(() =>
          this.dataSource.query('SELECT id, display_name FROM user_account WHERE id = ANY($1::uuid[])', [ids]),
        );
        return new Map(rows.map((row) => [row.id, { displayName: row.display_name }]));
      }),
    );
    return load.load(userId);
  }
}
