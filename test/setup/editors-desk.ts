import { Role } from '../../src/accounts/role';
import { type CallerHeaders, signInCallers } from './callers';
import type { GraphQLAnswer, TestApp } from './test-app';

/** What a save mutation takes. */
export interface SaveInput {
  readonly documentId?: string | null;
  readonly slug?: string | null;
  readonly expectedVersion?: number | null;
  readonly content: object;
  readonly message?: string | null;
}

/** A document as a save answers it. */
export interface SavedDocument {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly state: string;
  readonly content: any;
}

export interface PlanAnswer {
  readonly publishable: boolean;
  readonly problems: {
    severity: string;
    code: string;
    message: string;
    pointer: string;
    document: { kind: string; slug: string };
  }[];
  readonly changes: {
    document: { kind: string; slug: string };
    kind: string;
    fields: { pointer: string; before: unknown; after: unknown }[];
  }[];
  readonly affected: { documents: { totalCount: number; edges: { node: { kind: string; slug: string } }[] } };
}

const documentFields = 'id slug version state content';
const planFields = `publishable problems { severity code message pointer document { kind slug } }
  changes { document { kind slug } kind fields { pointer before after } }
  affected { documents(first: 50) { totalCount edges { node { kind slug } } } }`;
const dataOf = <Data>({ data, errors }: GraphQLAnswer<Data>): Data => {
  if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors, null, 2)}`);
  return data!;
};

/** What the editors of an app do, through its API: each with a caller's headers, an editor's unless said otherwise. */
export interface Desk {
  /** Somebody with the role EDITOR, with PUBLISHER, and with LEARNER: nothing else. */
  readonly editor: CallerHeaders;
  readonly publisher: CallerHeaders;
  readonly learner: CallerHeaders;
  readonly admin: CallerHeaders;
  /** The whole answer of a save; `kind` as in saveSkill. */
  trySave(kind: string, input: SaveInput, headers?: CallerHeaders): Promise<GraphQLAnswer & { status: number }>;
  /** A save that must succeed. */
  save(kind: string, input: SaveInput, headers?: CallerHeaders): Promise<SavedDocument>;
  /** The whole answer of any mutation that takes one input. */
  tryTo(
    mutation: string,
    input: object,
    selection: string,
    headers?: CallerHeaders,
  ): Promise<GraphQLAnswer & { status: number }>;
  /** A mutation that must succeed; resolves to its payload. */
  to(mutation: string, input: object, selection: string, headers?: CallerHeaders): Promise<any>;
  plan(documentIds: readonly string[]): Promise<PlanAnswer>;
  /** The whole answer of publish, as the publisher. */
  tryPublish(documentIds: readonly string[], message?: string): Promise<GraphQLAnswer & { status: number }>;
  /** Publishes what must be publishable; resolves to the number. */
  publish(documentIds: readonly string[], message?: string): Promise<number>;
  unpublish(documentIds: readonly string[]): Promise<number>;
}

/** Signs editors in and gives them what they work with. */
export async function openDesk(app: TestApp): Promise<Desk> {
  const callers = await signInCallers(app, [Role.EDITOR, Role.PUBLISHER, Role.LEARNER, Role.ADMIN]);
  const [editor, publisher] = [callers.EDITOR, callers.PUBLISHER];
  const tryTo: Desk['tryTo'] = (mutation, input, selection, headers = editor) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const inputType = ['archiveDocument', 'restoreDocument'].includes(mutation) ? 'DocumentVersionInput' : type;
    return app.send(
      `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} } }`,
      { input },
      headers,
    );
  };
  const to: Desk['to'] = async (mutation, ...rest) => dataOf(await tryTo(mutation, ...rest))[mutation];
  const trySave: Desk['trySave'] = (kind, input, headers) =>
    tryTo(`save${kind}`, input, `document { ${documentFields} }`, headers);
  const tryPublish: Desk['tryPublish'] = (documentIds, message) =>
    tryTo('publish', { documentIds, message }, 'publication { number }', publisher);
  const desk: Desk = {
    editor,
    publisher,
    learner: callers.LEARNER,
    admin: callers.ADMIN,
    tryTo,
    to,
    trySave,
    save: async (kind, ...rest) => dataOf(await trySave(kind, ...rest))[`save${kind}`].document as SavedDocument,
    plan: async (documentIds) =>
      dataOf(
        await app.send(
          `query ($ids: [ID!]!) { publishPlan(documentIds: $ids) { ${planFields} } }`,
          { ids: documentIds },
          editor,
        ),
      ).publishPlan as PlanAnswer,
    tryPublish,
    publish: async (...given) => dataOf(await tryPublish(...given)).publish.publication.number as number,
    unpublish: async (documentIds) =>
      (await to('unpublish', { documentIds }, 'publication { number }', publisher)).publication.number as number,
  };
  return desk;
}

/** The codes of an answer's errors. */
export const codesOf = ({ errors = [] }: GraphQLAnswer): string[] =>
  errors.map((error) => error.extensions.code as string);

/** The problems of an answer's only error, as `pointer rule`. */
export const problemsOf = ({ errors = [] }: GraphQLAnswer): string[] => {
  expect(errors).toHaveLength(1);
  return ((errors[0]!.extensions.problems ?? []) as { pointer: string; rule: string }[]).map(
    ({ pointer, rule }) => `${pointer} ${rule}`,
  );
};

/** A skill that can be published as it is. */
export const skillContent = (name: string, more: object = {}): object => ({
  name,
  kind: 'TECHNICAL',
  summary: 'Doing it well.',
  ...more,
});

/** A career that needs these skills and can be published with them. */
export const careerContent = (title: string, skills: readonly string[], more: object = {}): object => ({
  title,
  tagline: 'Does the work.',
  summary: 'People of this career do the work.',
  skills: skills.map((skill) => ({ skill, importance: 'ESSENTIAL' })),
  ...more,
});
