import type { AssessmentContent } from '../../src/content/assessment/assessment.content';
import type { CareerContent } from '../../src/content/career/career.content';
import type { QuestionContent } from '../../src/content/question/question.content';
import { readStarterDocuments } from '../setup/starter-documents';

const GRADABLE = ['SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'ORDERING', 'NUMERIC', 'SHORT_TEXT', 'YES_NO'];
const DIFFICULTIES = ['EASY', 'MEDIUM', 'HARD'];

type Entry = QuestionContent & { readonly slug: string };
let bank: Entry[];
let career: CareerContent;
let assessments: [slug: string, content: AssessmentContent][];
beforeAll(async () => {
  const starter = await readStarterDocuments();
  bank = starter
    .all<QuestionContent>('question')
    .filter(([slug]) => slug.startsWith('exam-'))
    .map(([slug, content]) => ({ slug, ...content }));
  career = starter.get<CareerContent>('career', 'backend-engineer');
  assessments = starter.all<AssessmentContent>('assessment');
});

const mapSkills = () => career.skills!.filter(({ inSkillMap }) => inSkillMap).map(({ skill }) => skill);
const ofSkill = (skill: string) => bank.filter((each) => each.skill === skill);
const count = <T>(items: readonly T[], value: T) => items.filter((each) => each === value).length;
const textOf = (question: Entry, id: string) => question.options!.find((option) => option.id === id)!.text;

test('each skill of the map has 15 questions, 5 of each difficulty, in every kind that can be graded', () => {
  expect(mapSkills()).toHaveLength(10);
  for (const skill of mapSkills()) {
    const questions = ofSkill(skill);
    const perDifficulty = DIFFICULTIES.map((each) =>
      count(
        questions.map(({ difficulty }) => String(difficulty)),
        each,
      ),
    );
    expect([skill, ...perDifficulty]).toEqual([skill, 5, 5, 5]);
    expect([skill, [...new Set(questions.map(({ kind }) => String(kind)))].toSorted()]).toEqual([
      skill,
      GRADABLE.toSorted(),
    ]);
    for (const difficulty of DIFFICULTIES) {
      const kinds = new Set(questions.filter((each) => each.difficulty === difficulty).map(({ kind }) => kind));
      expect([skill, difficulty, kinds.size >= 3]).toEqual([skill, difficulty, true]);
    }
  }
  expect(bank).toHaveLength(150);
});

test('each question says why its key is right, gives more points for more difficulty, and is asked once', () => {
  for (const { slug, key, difficulty, points } of bank) {
    expect([slug, key!.explanation!.length >= 100]).toEqual([slug, true]);
    expect([slug, points ?? 1]).toEqual([slug, DIFFICULTIES.indexOf(difficulty!) + 1]);
  }
  expect(new Set(bank.map(({ prompt }) => prompt)).size).toBe(150);
});

test('every choice of several and every order gives partial credit by a stated rule', () => {
  const rules = bank
    .filter(({ kind }) => kind === 'MULTIPLE_CHOICE' || kind === 'ORDERING')
    .map(({ kind, scoring }) => `${kind} ${scoring}`);
  expect([...new Set(rules)].toSorted()).toEqual([
    'MULTIPLE_CHOICE EACH_OPTION',
    'MULTIPLE_CHOICE RIGHT_MINUS_WRONG',
    'ORDERING EACH_POSITION',
    'ORDERING PAIRS',
  ]);
});

describe('nothing but the content tells the right answer:', () => {
  const choices = () => bank.filter(({ kind }) => kind === 'SINGLE_CHOICE');

  test('no option refers to the others, or is there twice', () => {
    for (const { slug, options = [] } of bank) {
      const texts = options.map(({ text }) => text.trim().toLowerCase());
      for (const text of texts)
        expect([slug, /^(all|none|both|neither) of (the|these)\b/.test(text) && text]).toEqual([slug, false]);
      expect([slug, new Set(texts).size]).toEqual([slug, texts.length]);
    }
  });

  test('the right option is the longest no more often than chance would have it', () => {
    const longest = choices().filter((question) => {
      const right = textOf(question, question.key!.correctOptions![0]!).length;
      return question.options!.every(({ id, text }) => id === question.key!.correctOptions![0] || text.length < right);
    });
    expect(longest.length / choices().length).toBeLessThanOrEqual(1 / 3);
  });

  test('the right option stands in every place about as often', () => {
    const places = choices().map(({ key, options }) => options!.findIndex(({ id }) => id === key!.correctOptions![0]));
    for (const place of [0, 1, 2, 3]) expect(count(places, place) / places.length).toBeGreaterThan(0.12);
  });

  test('an order is never listed as it should be, and yes is right about as often as no', () => {
    for (const { slug, key, options } of bank.filter(({ kind }) => kind === 'ORDERING'))
      expect([slug, options!.map(({ id }) => id)]).not.toEqual([slug, key!.order]);
    const answers = bank.filter(({ kind }) => kind === 'YES_NO').map(({ key }) => key!.yes);
    expect(Math.abs(count(answers, true) - count(answers, false))).toBeLessThanOrEqual(answers.length / 3);
  });
});

test('the exam asks one question of each difficulty for each skill of the map, and each skill has a quiz', () => {
  const exam = assessments.find(([slug]) => slug === 'backend-engineer-exam')![1];
  const wanted = mapSkills().flatMap((skill) => DIFFICULTIES.map((difficulty) => ({ skill, difficulty, count: 1 })));
  expect(exam).toMatchObject({ kind: 'EXAM', blueprint: wanted });
  for (const skill of mapSkills()) {
    const quizzes = assessments.filter(
      ([, { kind, blueprint = [] }]) => kind === 'QUIZ' && blueprint.every((entry) => entry.skill === skill),
    );
    expect([skill, quizzes.map(([slug]) => slug)]).toEqual([skill, [`${skill}-quiz`]]);
    expect(career.assessments).toContain(`${skill}-quiz`);
  }
});
