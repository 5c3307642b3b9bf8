import type { DataSource } from 'typeorm';
import type { PersonalData } from '../../kernel/personal-data';

/** Goes up when a part is renamed, removed or gets another shape; new parts and fields leave it. */
const EXPORT_VERSION = 1;

/**
 * All that the modules keep about a user, as it is at one moment: one transaction reads it, which can't write.
 * @returns the parts by name, beside `version` and `exportedAt`
 */
export function exportPersonalData(
  dataSource: DataSource,
  modules: readonly PersonalData[],
  userId: string,
): Promise<object> {
  return dataSource.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('SET TRANSACTION READ ONLY');
    const [clock] = await manager.query<{ now: Date }[]>('SELECT now()');
    const parts: Record<string, unknown> = {};
    for (const module of modules) Object.assign(parts, await module.export?.(manager, userId));
    return { version: EXPORT_VERSION, exportedAt: clock!.now, ...parts };
  });
}
