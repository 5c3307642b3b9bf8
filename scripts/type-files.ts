import type { TypeNames } from './type-names';

/**
 * The files that a new content type begins with, by their path in the checkout: a name, other names and a summary, with
 * everything around them that a type has. They are written as they should stay; only their layout is left to prettier.
 */
export function typeFiles(names: TypeNames): Map<string, string> {
  const { folder, type } = names;
  const source = (suffix: string) => `src/content/${folder}/${folder}.${suffix}.ts`;
  return new Map([
    [source('content'), contentFile(names)],
    [source('entity'), entityFile(names)],
    [source('kind'), kindFile(names)],
    [source('resolver'), resolverFile(names)],
    [source('access'), accessFile(names)],
    [source('module'), moduleFile(names)],
    [`test/factories/${folder}.ts`, factoryFile(names)],
    [`test/content/${folder}/${folder}.test.ts`, testFile(names)],
    [`content/${folder}/first-${folder}.yaml`, `name: First ${type.replace(/(?<=.)[A-Z]/g, ' $&')}\n`],
  ]);
}

const contentFile = ({ type, words, article }: TypeNames): string => `import { InputType } from 'type-graphql';
import { Text, Texts } from '../publishing/content-fields';

@InputType({ description: 'What an editor says of ${article} ${words}.' })
export class ${type}Content {
  @Text({ max: 120, required: 'always', description: 'How the ${words} is called.' })
  name!: string;

  @Texts({ max: 120, maxItems: 20, description: 'Other names for the same ${words}.' })
  aliases?: string[];

  @Text({ max: 2000, description: 'What it is, in a few sentences.' })
  summary?: string;
}
`;

const entityFile = ({ type, table, words, article }: TypeNames): string => {
  const description = `${article === 'a' ? 'A' : 'An'} ${words}, as its editors describe it.`;
  return `import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';

/** ${description} */
@Entity()
@Index('${table}_name_trgm', { synchronize: false })
@ObjectType({ implements: ContentNode, description: '${description}', simpleResolvers: true })
export class ${type} extends ContentNode {
  @Field({ description: 'What it is called.' })
  @Index('${table}_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => [String], { description: 'Other names for the same ${words}.' })
  @Column('text', { array: true })
  aliases!: string[];

  @Field(() => String, { nullable: true, description: 'What it is, in a few sentences.' })
  @Column('text', { nullable: true })
  summary!: string | null;
}
`;
};

const kindFile = ({ folder, one, type, table, kind, words }: TypeNames): string => `import {
  defineFilter,
  textField,
} from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { defineKind } from '../publishing/content-kinds';
import { slugField } from '../publishing/relation-filter';
import { ${type}Content } from './${folder}.content';
import { ${type} } from './${folder}.entity';

export const ${one}Kind = defineKind<${type}, ${type}Content>({
  kind: '${kind}',
  folder: '${folder}',
  description: '${words}',
  node: ${type},
  content: ${type}Content,
  title: (content) => content.name,
  project: (content) => {
    return {
      node: {
        name: content.name,
        aliases: content.aliases ?? [],
        summary: content.summary ?? null,
      },
    };
  },
  filter: defineFilter('${type}Filter', '${table}', {
    slug: slugField(),
    name: textField('By name.'),
  }),
  order: defineOrder(
    '${type}',
    {
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'NAME',
  ),
});
`;

const resolverFile = ({ folder, one, many, type, manyWords }: TypeNames): string => `import {
  Resolver,
} from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { contentQueries } from '../publishing/content-queries';
import { ${type} } from './${folder}.entity';
import { ${one}Kind } from './${folder}.kind';

const ${type}Connection = plainConnection(() => ${type}, '${type}', '${manyWords}');

@Resolver(() => ${type})
export class ${type}Resolver extends contentQueries(
  ${one}Kind,
  { one: '${one}', many: '${many}' },
  ${type}Connection,
) {}
`;

const accessFile = ({ one, many, type }: TypeNames): string => `import {
  type AccessMap,
  anyone,
} from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const ${one}Access: AccessMap = {
  Query: { ${one}: anyone, ${many}: anyone },
  Mutation: { save${type}: editors },
};
`;

const moduleFile = ({ folder, one, many, type }: TypeNames): string => `import type {
  FeatureModule,
} from '../../kernel/module';
import { saveMutation } from '../publishing/save-mutation';
import { ${one}Access } from './${folder}.access';
import { ${type} } from './${folder}.entity';
import { ${one}Kind } from './${folder}.kind';
import { ${type}Resolver } from './${folder}.resolver';

export const ${one}Module: FeatureModule = {
  folder: 'content/${folder}',
  entities: [${type}],
  resolvers: [${type}Resolver, saveMutation(${one}Kind)],
  access: ${one}Access,
  publicQueries: ['${one}', '${many}'],
};
`;

const factoryFile = ({ folder, one, type, words, article }: TypeNames): string => `import type {
  ${type}Content,
} from '../../src/content/${folder}/${folder}.content';
import { ${one}Kind } from '../../src/content/${folder}/${folder}.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** ${article === 'a' ? 'A' : 'An'} ${words} that can be published as it is. */
export function ${one}Draft(slug: string, overrides: Partial<${type}Content> = {}): Draft {
  return { kind: ${one}Kind, slug, content: { name: \`${type} \${slug}\`, ...overrides } };
}
`;

const testFile = (names: TypeNames): string => {
  const { folder, one, many, type, words, manyWords, article } = names;
  return `import { ${one}Draft } from '../../factories/${folder}';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

/** Saves ${article} ${words} through the API. */
const save = (slug: string, name: string) =>
  desk.save('${type}', { slug, content: ${one}Draft(slug, { name }).content });

test('${article} ${words} is saved by editors alone', async () => {
  const input = { slug: 'mine', content: ${one}Draft('mine').content };
  expect(codesOf(await desk.trySave('${type}', input, {}))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await desk.trySave('${type}', input, desk.learner))).toEqual(['FORBIDDEN']);
});

test('${article} ${words} without a name is refused', async () => {
  const { content } = ${one}Draft('nameless', { name: ' ' });
  expect(problemsOf(await desk.trySave('${type}', { slug: 'nameless', content }))).toEqual(['/input/content/name matches']);
});

test('${manyWords} are there for readers from publishing to unpublishing, filtered and in order', async () => {
  const saved = [await save('second', 'Zither'), await save('first', 'Accordion')].map(({ id }) => id);
  const list = (args: string) =>
    app.ask(\`{ found: ${many}(\${args}) { totalCount edges { node { slug name aliases summary } } } }\`);
  const one = () => app.ask('{ found: ${one}(slug: "first") { name } }');
  expect(await one()).toEqual({ found: null });
  expect((await list('first: 5')).found.totalCount).toBe(0);

  await desk.publish(saved);
  expect(await one()).toEqual({ found: { name: 'Accordion' } });
  const { found } = await list('first: 5, orderBy: { field: NAME }');
  expect(found.edges.map(({ node }: any) => node.slug)).toEqual(['first', 'second']);
  const { found: filtered } = await list('first: 5, filter: { name: { contains: "zit" } }');
  expect(filtered).toMatchObject({ totalCount: 1, edges: [{ node: { slug: 'second', name: 'Zither' } }] });

  await desk.unpublish(saved);
  expect(await one()).toEqual({ found: null });
});
`;
};
