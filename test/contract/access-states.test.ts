import { Role } from '../../src/accounts/role';
import { type Caller, type CallerHeaders, callers, signInCallers } from '../setup/callers';
import { startTestApp, type TestApp } from '../setup/test-app';
import { accessMatrix, type State, stateMatrix, states, visibility } from './access-matrix';

let app: TestApp;
let headersOf: Record<Caller, CallerHeaders>;
let releaseId: string;
let made = 0;
beforeAll(async () => {
  app = await startTestApp('content');
  headersOf = await signInCallers(app, callers);
  const create = 'mutation { createRelease(input: { title: "States" }) { release { id } } }';
  releaseId = (await app.ask(create, {}, headersOf.EDITOR)).createRelease.release.id;
});
afterAll(() => app.stop());

interface MadeDocument {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
}

/** A new industry in a state, brought there by the mutations that editors use. */
async function documentIn(state: State): Promise<MadeDocument> {
  const slug = `state-${++made}`;
  const { saveIndustry } = await app.ask(
    `mutation ($slug: String!) {
      saveIndustry(input: { slug: $slug, content: { name: $slug, summary: "For tests." } }) { document { id slug version } }
    }`,
    { slug },
    headersOf.EDITOR,
  );
  const { id, version } = saveIndustry.document as MadeDocument;
  if (state === 'published') {
    await app.ask(
      'mutation ($id: ID!) { publish(input: { documentIds: [$id] }) { __typename } }',
      { id },
      headersOf.PUBLISHER,
    );
  } else if (state === 'archived') {
    await app.ask(
      'mutation ($id: ID!, $version: Int!) { archiveDocument(input: { documentId: $id, expectedVersion: $version }) { __typename } }',
      { id, version },
      headersOf.EDITOR,
    );
  }
  const { document } = await app.ask(
    'query ($slug: String!) { document(kind: INDUSTRY, slug: $slug) { id slug version } }',
    { slug },
    headersOf.EDITOR,
  );
  return document;
}

const input: Record<string, (document: MadeDocument) => string> = {
  'Mutation.addToRelease': ({ id }) => `(input: { releaseId: "${releaseId}", documentIds: ["${id}"] })`,
  'Mutation.archiveDocument': seen,
  'Mutation.publish': ({ id }) => `(input: { documentIds: ["${id}"] })`,
  'Mutation.renameSlug': (document) => seen(document, `slug: "${document.slug}-renamed"`),
  'Mutation.restoreDocument': seen,
  'Mutation.restoreEdition': (document) => seen(document, 'number: 1'),
  'Mutation.saveIndustry': (document) => seen(document, 'content: { name: "Other" }'),
  'Mutation.unpublish': ({ id }) => `(input: { documentIds: ["${id}"] })`,
  'Query.diffEditions': ({ id }) => `(documentId: "${id}", from: 1, to: 1)`,
  'Query.document': ({ slug }) => `(kind: INDUSTRY, slug: "${slug}")`,
  'Query.publishPlan': ({ id }) => `(documentIds: ["${id}"])`,
};

function seen({ id, version }: MadeDocument, more: unknown = ''): string {
  return `(input: { documentId: "${id}", expectedVersion: ${version} ${typeof more === 'string' ? more : ''} })`;
}

/** What a caller is told by a field: done, nothing, or the code of a refusal. */
async function answerTo(caller: Caller, coordinate: string, document: MadeDocument): Promise<string> {
  const [root, field = ''] = coordinate.split('.');
  const operation = `${root!.toLowerCase()} { ${field}${input[coordinate]!(document)} { __typename } }`;
  const { data, errors } = await app.send(operation, {}, headersOf[caller]);
  return errors ? String(errors[0]!.extensions.code) : data[field] === null ? 'nothing' : 'done';
}

test.each(Object.entries(stateMatrix))(
  '%s answers as the state of the document lets it',
  async (coordinate, expected) => {
    const found: Record<string, string> = {};
    for (const state of states) {
      const document = await documentIn(state);
      // Who may not is told the same in every state; nothing has changed when it is tried by somebody who may.
      for (const caller of callers.filter((each) => !accessMatrix[coordinate]!.includes(each))) {
        const refusal = caller === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect([state, caller, await answerTo(caller, coordinate, document)]).toEqual([state, caller, refusal]);
      }
      found[state] = await answerTo(Role.PUBLISHER, coordinate, document);
    }
    expect(found).toEqual(expected);
  },
);

/** Fields of editors to which the state of one document makes no difference. */
const notAboutOneDocument = [
  'Mutation.cancelRelease',
  'Mutation.createPreviewToken',
  'Mutation.createRelease',
  'Mutation.deleteRelease',
  'Mutation.publishRelease',
  'Mutation.removeFromRelease',
  'Mutation.renameRelease',
  'Mutation.revertPublication',
  'Mutation.revokePreviewToken',
  'Mutation.scheduleRelease',
  'Query.documents',
  'Query.previewTokens',
  'Query.release',
  'Query.releases',
  // These are about questions and assessments alone, and about what was asked: see the tests of corrections and statistics.
  'Mutation.applyGradingCorrection',
  'Query.appliedCorrections',
  'Query.assessmentStatistics',
  'Query.fitReport',
  'Query.gradingCorrection',
  'Query.questionStatistics',
];

test('every field that changes or shows a document in any state has its states reviewed', () => {
  const reviewed = new Set([...Object.keys(stateMatrix), ...notAboutOneDocument]);
  const aboutDocuments = Object.keys(accessMatrix).filter((coordinate) => {
    const may = accessMatrix[coordinate]!;
    return !may.includes('anonymous') && may.includes(Role.PUBLISHER) && !may.includes(Role.LEARNER);
  });
  // The save mutations are made by one factory: one of them speaks for all.
  expect(aboutDocuments.filter((each) => !reviewed.has(each) && !/^Mutation\.save[A-Z]/.test(each))).toEqual([]);
});

test('content is there in the perspectives that its state belongs to, and for those who may read them', async () => {
  const editors: readonly Caller[] = [Role.EDITOR, Role.PUBLISHER, 'EDITOR token'];
  for (const state of states) {
    const { id, slug } = await documentIn(state);
    const query = `{
      industry(slug: "${slug}") { id } node(id: "${id}") { id } nodes(ids: ["${id}"]) { id }
      industries(filter: { slug: { eq: "${slug}" } }) { totalCount edges { node { id } } }
    }`;
    for (const caller of callers) {
      for (const perspective of ['published', 'draft', 'publication:1']) {
        const { data, errors } = await app.send(query, {}, { ...headersOf[caller], 'x-perspective': perspective });
        const may = perspective === 'published' || editors.includes(caller);
        const there = visibility[state].includes(perspective);
        const thing = there ? { id } : null;
        const expected = {
          industry: thing,
          node: thing,
          nodes: [thing],
          industries: { totalCount: there ? 1 : 0, edges: there ? [{ node: { id } }] : [] },
        };
        expect({ state, caller, perspective, data, refused: errors !== undefined }).toEqual({
          state,
          caller,
          perspective,
          data: may ? expected : undefined,
          refused: !may,
        });
      }
    }
  }
});
