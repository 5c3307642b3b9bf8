import { buildSchema, type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';
import { contentFieldsOf } from '../../src/content/publishing/content-fields';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { reachableTypes } from '../setup/reachable-types';
import {
  camelCase,
  connectionProblems,
  elementsOf,
  hiddenConditions,
  misspelled,
  namesOfKeys,
  rowsOfFilters,
  undescribed,
} from '../setup/schema-rules';
import { hiddenTypes, publicRoots } from './access-matrix';

const schema: GraphQLSchema = makeSchema(modules);

/** What can be filtered by under another name than the type shows it, and where the type shows it. */
const shownElsewhere = {
  'Assessment.skills': 'blueprint.skill',
  // The number of a publication, which everybody reads in publications: a change says what is different since.
  'Change.publication': 'kind',
};
/** All that an anonymous caller meets when reading content. */
const open = { roots: publicRoots, types: reachableTypes(schema, publicRoots) };
/** What only editors and admins write: they state answer keys in it. */
const isTheirInput = (name: string) => isInputObjectType(schema.getType(name)) && !open.types.has(name);

describe('the schema', () => {
  test('describes every type, field, argument, enum value and input field in more words than its name', () => {
    expect(elementsOf(schema).length).toBeGreaterThan(500);
    expect(undescribed(schema)).toEqual([]);
  });

  test('spells types in PascalCase, fields and arguments in camelCase, enum values in SCREAMING_CASE', () => {
    expect(misspelled(schema)).toEqual([]);
  });

  test("has Relay's connections and no other lists with pages", () => {
    expect(connectionProblems(schema, ['AnonymousLearner.nextSkills', 'Viewer.nextSkills'])).toEqual([]);
  });

  test('lets anonymous callers filter and order by nothing that the type does not show', () => {
    expect(hiddenConditions(schema, shownElsewhere, open)).toEqual([]);
  });

  test('has for each type a filter of its own, and those of editors and admins are out of reach for others', () => {
    const rows = rowsOfFilters(schema);
    expect(Object.keys(rows)).toEqual(expect.arrayContaining(['CareerFilter', 'DocumentFilter']));
    for (const [filter, of] of Object.entries(rows)) {
      expect([filter, of]).toEqual([filter, [filter.replace(/Filter$/, '')]]);
      expect([filter, open.types.has(filter)]).toEqual([filter, !hiddenTypes.includes(of[0]!)]);
    }
  });

  test('has no name that speaks of answer keys, but where editors write them and where a learner has submitted', () => {
    // One is a rule that counts right and wrong options, another speaks of another sort of key, others of what learners answer, of
    // how much it tells of them, and of grades that were corrected.
    const harmless = [
      'ApplyGradingCorrectionPayload.correction',
      'Attempt.answeredCount',
      'AttemptItem.answeredAt',
      'CorrectionState',
      'EvidenceKind.ANSWER',
      'MissingSkill.weight',
      'Mutation.rotateSigningKey',
      'ScoringRule.RIGHT_MINUS_WRONG',
      'SkillEvidence.weight',
    ];
    // Null before submission: see the tests of results and reviews.
    const afterSubmission = [
      'AttemptResult.affinities',
      'AttemptResult.corrections',
      'CareerAffinity',
      'ReceiptAffinity',
      'ReceiptScore.affinities',
      'ReviewItem.acceptedTexts',
      'ReviewItem.correct',
      'ReviewItem.correctNumber',
      'ReviewItem.correctOptionIds',
      'ReviewItem.correctOrder',
      'ReviewItem.correctYes',
      'ReviewItem.explanation',
      'ReviewItem.tolerance',
    ];
    expect(namesOfKeys(schema, isTheirInput).toSorted()).toEqual([...harmless, ...afterSubmission].toSorted());
    expect(namesOfKeys(schema)).toEqual(expect.arrayContaining(['AnswerKeyContent', 'QuestionContent.key']));
    expect(isTheirInput('AnswerKeyContent')).toBe(true);
    expect(isTheirInput('QuestionFilter')).toBe(false);
    // What is read is never exempt, whoever reads it.
    expect(
      Object.keys(schema.getTypeMap()).filter((name) => isTheirInput(name) && !/(Content|Input|Filter)$/.test(name)),
    ).toEqual([]);
  });
});

describe('secret fields of content', () => {
  const secretNames = (part: Function): string[] =>
    contentFieldsOf(part).flatMap((field) => [field.name, ...(field.part ? secretNames(field.part()) : [])]);
  const kinds = allKinds().flatMap((kind) => {
    const secret = contentFieldsOf(kind.content).filter((field) => field.secret);
    const names = secret.flatMap((field) => [field.name, ...(field.part ? secretNames(field.part()) : [])]);
    return names.length > 0 ? [{ kind, names }] : [];
  });

  test('are those of questions at least', () => {
    expect(kinds.map(({ kind }) => kind.kind)).toContain('QUESTION');
    expect(kinds.flatMap(({ names }) => names)).toEqual(
      expect.arrayContaining([
        'key',
        'correctOptions',
        'tolerance',
        'tolerancePercent',
        'acceptedTexts',
        'caseSensitive',
        'affinities',
        'explanation',
      ]),
    );
  });

  test.each(kinds)('of a $kind.kind are neither shown nor filtered nor ordered by', ({ kind, names }) => {
    const node = schema.getType(kind.node.name);
    const filter = schema.getType(kind.filter.input.name);
    if (!isObjectType(node) || !isInputObjectType(filter)) throw new Error(`${kind.kind} has no type or no filter`);
    const shown = [...Object.keys(node.getFields()), ...Object.keys(filter.getFields())];
    expect([...shown, ...Object.keys(kind.order.fields).map(camelCase)].filter((name) => names.includes(name))).toEqual(
      [],
    );
  });
});

test('orders go by the column of the field that they are named after', () => {
  for (const kind of allKinds()) {
    for (const [name, { column }] of Object.entries(kind.order.fields)) {
      expect({ [`${kind.kind} ${name}`]: column }).toEqual({
        [`${kind.kind} ${name}`]: name === 'SLUG' ? 'd.slug' : `n.${name.toLowerCase()}`,
      });
    }
  }
});

/** Schemas with one thing wrong each: the checks above must find it. */
describe('the checks find', () => {
  const sdl = (parts: string) => buildSchema(`type Query { "What is there." thing: String } ${parts}`);

  test('what has no description, or only its name', () => {
    expect(undescribed(sdl(''))).toEqual(['Query']);
    const poor = sdl(
      `
      "A thing with parts." type Thing { "The title." title: String "How much of it." amount("Amount." amount: Int): Int }
      "Sorts of things." enum Sort { BIG "small" SMALL } "A way to say which." input Which { name: String }
      "What is there." extend type Query { "One of them." one: Thing }`.replace('"What is there." extend', 'extend'),
    );
    expect(undescribed(poor).toSorted()).toEqual(
      ['Query', 'Sort.BIG', 'Sort.SMALL', 'Thing.amount(amount:)', 'Thing.title', 'Which.name'].toSorted(),
    );
  });

  test('names in the wrong case', () => {
    const wrong = sdl(
      'type thing { Title: String a_b(Some_Arg: Int): Int } enum Sort { big } input Which { Name: String }',
    );
    expect(misspelled(wrong).toSorted()).toEqual(
      ['Sort.big', 'Which.Name', 'thing', 'thing.Title', 'thing.a_b', 'thing.a_b(Some_Arg:)'].toSorted(),
    );
  });

  test('connections that are none', () => {
    const wrong = sdl(`
      type Thing { things(first: Int): ThingConnection! pages(first: Int): [Thing!]! }
      type ThingConnection { edges: [ThingEdge] pageInfo: PageInfo! }
      type ThingEdge { node: Thing! } type PageInfo { hasNextPage: Boolean! } type Page { pageInfo: PageInfo! }`);
    expect(connectionProblems(wrong)).toEqual([
      'ThingConnection.edges is [ThingEdge]',
      'ThingConnection.totalCount is missing',
      'ThingEdge.cursor is missing',
      'Page looks like a connection but is not called one',
      'Thing.things(after:) is missing',
      'Thing.things(last:) is missing',
      'Thing.things(before:) is missing',
      'Thing.pages(first:) is there without a connection',
    ]);
  });

  test('filters, orders and arguments that reach what is hidden', () => {
    const wrong = sdl(`
      extend type Query { things(filter: ThingFilter, orderBy: ThingOrder, secretNote: String): [Thing!]! }
      type Thing { title: String rank: Int parts: [Part!]! } type Part { name: String }
      input ThingFilter { and: [ThingFilter!] title: TextFilter rank: TextFilter draftTitle: TextFilter parts: PartRelationFilter }
      input PartRelationFilter { some: PartFilter none: PartFilter } input PartFilter { name: TextFilter price: TextFilter }
      input TextFilter { eq: String } input ThingOrder { field: ThingOrderField! } enum ThingOrderField { TITLE HIDDEN_RANK }`);
    expect(hiddenConditions(wrong, {})).toEqual([
      'Query.things(filter:): ThingFilter.rank compares another type than the field shows',
      'Query.things(filter:): ThingFilter.draftTitle is not a field of Thing',
      'Query.things(filter:): ThingFilter.parts: PartFilter.price is not a field of Part',
      'Query.things(orderBy:) orders by hiddenRank, which Thing does not show',
      'Query.things(secretNote:) is not a field of Thing',
    ]);
    expect(hiddenConditions(schema, {}, open)).toHaveLength(2);
    expect(hiddenConditions(wrong, {}, { roots: ['Query.things'], types: new Set() })).toHaveLength(5);
    expect(hiddenConditions(wrong, {}, { roots: ['Query.thing'], types: new Set() })).toEqual([]);
  });

  test('names that speak of keys', () => {
    const wrong = sdl(`
      extend type Query { questions(correctOption: ID): [Question!]! }
      type Question { answerKey: AnswerKey optionWeight: Int tolerance: Float }
      type AnswerKey { explanation: String } enum QuestionOrderField { WEIGHT ACCEPTED_TEXTS SLUG } input F { affinities: Int }`);
    expect(namesOfKeys(wrong).toSorted()).toEqual(
      [
        'AnswerKey',
        'AnswerKey.explanation',
        'F.affinities',
        'Query.questions(correctOption:)',
        'Question.answerKey',
        'Question.optionWeight',
        'Question.tolerance',
        'QuestionOrderField.ACCEPTED_TEXTS',
        'QuestionOrderField.WEIGHT',
      ].toSorted(),
    );
  });
});
