import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentNode, Kind, parse, print } from 'graphql';
import { checkoutFolder } from '../../../src/checkout-folder';
import { makeSchema } from '../../../src/kernel/graphql/schema';
import { modules } from '../../../src/modules';
import { careerContent, codesOf, skillContent } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

/** The operations that an editor's tools send, in a file beside the checkout; without it these tests are skipped. */
const file = path.join(checkoutFolder, '..', 'shared', 'acceptance', '2-editors.graphql');
const operations = new Map<string, string>();
if (existsSync(file)) {
  for (const definition of parse(readFileSync(file, 'utf8')).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      operations.set(definition.name!.value, print({ kind: Kind.DOCUMENT, definitions: [definition] } as DocumentNode));
  }
}
const schema = makeSchema(modules);
const exists = (name: string): boolean => {
  const [definition] = parse(operations.get(name)!).definitions;
  const root = definition?.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(definition.operation) : undefined;
  const [field] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  return field?.kind === Kind.FIELD && root?.getFields()[field.name.value] !== undefined;
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const describeIfThere = operations.size > 0 ? describe : describe.skip;

describeIfThere('an editor’s day, by the operations of 2-editors.graphql', () => {
  const ran = new Set<string>();
  let headers: Record<string, string> = {};
  const send = (name: string, variables: object, more: Record<string, string> = {}) => {
    ran.add(name);
    return app.send(operations.get(name)!, variables, { ...headers, ...more });
  };
  const run = async (name: string, variables: object, more?: Record<string, string>): Promise<any> => {
    const { data, errors } = await send(name, variables, more);
    if (errors) throw new Error(`${name} failed: ${JSON.stringify(errors, null, 2)}`);
    return data;
  };
  const title = async (perspective?: string): Promise<string> =>
    (
      await app.ask(
        '{ career(slug: "backend-engineer") { title } }',
        {},
        perspective ? { ...headers, 'x-perspective': perspective } : {},
      )
    ).career.title;

  test('signs in, opens, saves, plans, previews, publishes, reverts, and looks back', async () => {
    const { email, generatedPassword } = (await app.ensureAdmin())!;
    const { signIn } = await run('SignIn', { input: { email, password: generatedPassword } });
    expect(signIn.viewer.roles).toContain('PUBLISHER');
    const { refreshSession } = await run('RefreshSession', { input: { refreshToken: signIn.refreshToken } });
    headers = { authorization: `Bearer ${refreshSession.accessToken}` };

    const { document } = await run('DocumentForEditing', { kind: 'CAREER', slug: 'backend-engineer' });
    expect(document).toMatchObject({ state: 'PUBLISHED', version: 1, editions: { totalCount: 1 } });
    const content = { ...document.content, title: 'Backend Engineer, edited' };
    const input = { documentId: document.id, expectedVersion: 1, content, message: 'why' };
    const { saveCareer } = await run('SaveCareer', { input });
    expect(saveCareer).toMatchObject({ document: { version: 2, state: 'CHANGED' }, career: { title: content.title } });
    const stale = await send('SaveCareer', { input: { ...input, content: document.content } });
    expect(codesOf(stale)).toEqual(['CONFLICT']);
    expect(stale.errors![0]!.extensions).toMatchObject({ expectedVersion: 1, actualVersion: 2, fields: ['/title'] });
    const { saveSkill } = await run('SaveSkill', {
      input: { slug: 'rate-limiting', content: skillContent('Rate Limiting') },
    });
    expect(saveSkill.document).toMatchObject({ slug: 'rate-limiting', version: 1, state: 'DRAFT' });

    const documentIds = [document.id];
    const { publishPlan } = await run('PublishPlan', { documentIds });
    expect(publishPlan.publishable).toBe(true);
    expect(publishPlan.changes).toMatchObject([{ kind: 'CHANGED', fields: [{ pointer: '/title' }] }]);
    expect([await title(), await title('draft')]).toEqual([document.content.title, content.title]);
    const { publish } = await run('Publish', { input: { documentIds, message: 'why' } });
    const { number } = publish.publication;
    expect(await title()).toBe(content.title);
    const { changesSince } = await run('ChangesSince', { number: number - 1 });
    expect(changesSince.edges).toMatchObject([{ node: { kind: 'CHANGED', document: { slug: 'backend-engineer' } } }]);
    const { revertPublication } = await run('RevertPublication', { input: { number, message: 'why' } });
    expect(revertPublication.publication.number).toBe(number + 1);
    expect(await title()).toBe(document.content.title);

    await run('Publish', { input: { documentIds: [saveSkill.document.id], message: 'why' } });
    const { unpublish } = await run('Unpublish', { input: { documentIds: [saveSkill.document.id], message: 'why' } });
    expect(unpublish.publication.number).toBe(number + 3);
    const { diffEditions } = await run('DiffEditions', { documentId: document.id, from: 1, to: 2 });
    expect(diffEditions).toEqual([{ pointer: '/title', before: document.content.title, after: content.title }]);
    const restored = await run('RestoreEdition', { input: { documentId: document.id, number: 1, expectedVersion: 2 } });
    expect(restored.restoreEdition.document.version).toBe(3);
    const renamed = await run('RenameSlug', {
      input: { documentId: document.id, slug: 'new-address', expectedVersion: 3 },
    });
    expect(renamed.renameSlug.document).toMatchObject({ slug: 'new-address', version: 4 });
    // The old address still leads there.
    expect(await title()).toBe(document.content.title);
    const { auditLog } = await run('AuditLog', {});
    expect(auditLog.edges[0].node).toMatchObject({ action: 'renameSlug', document: { slug: 'new-address' } });
  });

  const releases = ['CreateRelease', 'AddToRelease', 'ScheduleRelease', 'CreatePreviewToken'];
  (operations.size > 0 && releases.every(exists) ? test : test.skip)(
    'collects a release, previews it as a frontend would, and schedules it',
    async () => {
      const content = careerContent('Released', ['sql']);
      const save = { input: { slug: 'released-career', content } };
      const { saveCareer } = await run('SaveCareer', save);
      const { createRelease } = await run('CreateRelease', { input: { title: 'Spring refresh' } });
      const releaseId = createRelease.release.id as string;
      const added = await run('AddToRelease', { input: { releaseId, documentIds: [saveCareer.document.id] } });
      expect(added.addToRelease.release.documents.totalCount).toBe(1);
      const perspective = `release:${releaseId}`;
      const { createPreviewToken } = await run('CreatePreviewToken', { input: { perspective, expiresInMinutes: 30 } });
      const preview = { authorization: `Bearer ${createPreviewToken.token}`, 'x-perspective': perspective };
      const read = '{ career(slug: "released-career") { title } }';
      expect(await app.ask(read, {}, preview)).toEqual({ career: { title: 'Released' } });
      expect(await app.ask(read)).toEqual({ career: null });
      const publishAt = '2030-01-01T00:00:00Z';
      const { scheduleRelease } = await run('ScheduleRelease', { input: { releaseId, publishAt } });
      expect(scheduleRelease.release.state).toBe('SCHEDULED');
    },
  );

  test('leaves no operation of the file out that the schema has', () => {
    expect([...operations.keys()].filter((name) => exists(name) && !ran.has(name))).toEqual([]);
  });
});
