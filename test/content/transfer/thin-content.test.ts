import '../../../src/modules';
import { checkContent } from '../../../src/content/transfer/check-content';
import { describeProblem } from '../../../src/content/transfer/content-files';
import { wholeFiles } from '../../factories/whole-content';
import { changed, contentFolder } from '../../setup/content-folder';

type Files = Record<string, string>;

const of = (path: string) => wholeFiles[path]!;
const clerk = (part: string, by: string): Files => ({
  'career/clerk.yaml': changed(of('career/clerk.yaml'), part, by),
});
const inFile = (path: string, part: string, by: string): Files => ({ [path]: changed(of(path), part, by) });
/** The career without one of its lists. */
const without = (field: string): Files => {
  const text = of('career/clerk.yaml');
  const rest = text.replace(new RegExp(`^${field}:.*\\n(  .*\\n)*`, 'm'), '');
  expect(rest).not.toBe(text);
  return { 'career/clerk.yaml': rest };
};
/** Where a text stands in a changed file: the number of its line. */
const lineOf = (files: Files, part: string): number => {
  const [text = ''] = Object.values(files);
  return text.slice(0, text.indexOf(part)).split('\n').length;
};

async function check(files: Files) {
  const { mistakes, thin } = await checkContent(contentFolder({ ...wholeFiles, ...files }));
  return { mistakes: mistakes.map(describeProblem), thin: thin.map(describeProblem) };
}

test('a folder that lacks nothing is neither broken nor thin', async () => {
  expect(await check({})).toEqual({ mistakes: [], thin: [] });
});

describe('a career is thin', () => {
  test.each([
    ['audience', 'is empty: say whom it suits'],
    ['prerequisites', 'is empty: '],
    ['responsibilities', 'is empty, at least 6 entries are wanted: '],
    ['dayInTheLife', 'is empty: '],
    ['industries', 'is empty: '],
    ['levels', 'has expectations for 0 of at least 3 levels: '],
    ['developmentAdvice', 'is empty: '],
    ['transitions', 'is empty, at least 2 entries are wanted: '],
    ['learningPath', 'is empty, at least 4 entries are wanted: '],
    ['projects', 'is empty: '],
    ['interviewChecklist', 'is empty: '],
    ['practicePrompts', 'is empty: '],
    ['commonMistakes', 'is empty, at least 3 entries are wanted: '],
    ['nextSteps', 'is empty: '],
    ['assessments', 'is empty: '],
  ])('without %s', async (field, message) => {
    expect(await check(without(field))).toEqual({
      mistakes: [],
      thin: [expect.stringMatching(new RegExp(`^career/clerk\\.yaml:1 /${field}: ${message}`))],
    });
  });

  test.each<[string, Files, string, string]>([
    [
      'with 5 responsibilities',
      clerk('  - { id: responsibilities-5, text: Duty 5. }\n', ''),
      'responsibilities:',
      '/responsibilities: has 5 of at least 6 entries: ',
    ],
    [
      'with 9 skills',
      clerk('  - { skill: skill-9, importance: IMPORTANT, requiredLevel: junior, inSkillMap: true }\n', ''),
      'skills:',
      '/skills: has 9 of at least 10 entries: ',
    ],
    [
      'with a skill that no level needs',
      clerk('skill-7, importance: IMPORTANT, requiredLevel: junior', 'skill-7, importance: IMPORTANT'),
      '  - { skill: skill-7',
      '/skills/7/requiredLevel: is missing: ',
    ],
    [
      'with 1 transition',
      clerk('  - { career: buyer, kind: TRANSITION, note: The goods are new. }\n', ''),
      'transitions:',
      '/transitions: has 1 of at least 2 entries: ',
    ],
    [
      'with a transition without a note',
      clerk('cashier, kind: TRANSITION, note: The goods are new.', 'cashier, kind: TRANSITION'),
      '  - { career: cashier',
      '/transitions/1/note: is missing: ',
    ],
    [
      'with 3 learning steps',
      clerk(
        '  - { id: learningpath-3, title: Step, text: Learn., skills: [skill-3], miniTask: { id: task-3, text: Do it. } }\n',
        '',
      ),
      'learningPath:',
      '/learningPath: has 3 of at least 4 entries: ',
    ],
    [
      'with a step without a mini task',
      clerk(', miniTask: { id: task-2, text: Do it. }', ''),
      '  - { id: learningpath-2',
      '/learningPath/2/miniTask: is missing: ',
    ],
    [
      'with a step that teaches no skill',
      clerk('skills: [skill-1], ', ''),
      '  - { id: learningpath-1',
      '/learningPath/1/skills: is missing: ',
    ],
    [
      'with 2 common mistakes',
      clerk('  - { id: commonmistakes-2, mistake: Wrong change., remedy: Count twice. }\n', ''),
      'commonMistakes:',
      '/commonMistakes: has 2 of at least 3 entries: ',
    ],
    [
      'with a short summary',
      clerk(/summary: .*/.exec(of('career/clerk.yaml'))![0], 'summary: Sells.'),
      'summary:',
      '/summary: has 6 of at least 150 characters: ',
    ],
  ])('%s', async (_, files, place, message) => {
    const { mistakes, thin } = await check(files);
    expect(mistakes).toEqual([]);
    expect(thin).toContainEqual(
      expect.stringContaining(`career/clerk.yaml:${lineOf(files, place)} ${message.split(': ')[0]}: `),
    );
    expect(thin.join('\n')).toContain(message);
  });

  test('with no skill on its map', async () => {
    const files = { 'career/clerk.yaml': of('career/clerk.yaml').replaceAll(', inSkillMap: true', '') };
    const line = lineOf(files, 'skills:');
    expect((await check(files)).thin).toEqual([
      expect.stringMatching(`^career/clerk\\.yaml:${line} /skills: has no skill on the skill map: `),
    ]);
  });

  test('with a level that expects nothing, at that level', async () => {
    const files = clerk('    expectations:\n      - { id: expects-mid, text: Sells at this level. }\n', '');
    expect((await check(files)).thin).toEqual([
      expect.stringMatching(
        `^career/clerk\\.yaml:${lineOf(files, 'levels:')} /levels: has expectations for 2 of at least 3`,
      ),
      expect.stringMatching(
        `^career/clerk\\.yaml:${lineOf(files, '  - level: mid')} /levels/1/expectations: says nothing`,
      ),
    ]);
  });
});

test('a skill that is taught and needed but not there is told where it is named, and as nothing else', async () => {
  const { mistakes, thin } = await check({
    'skill/skill-0.yaml': `${of('skill/skill-0.yaml')}prerequisites: [nowhere]\n`,
    ...clerk('skills: [skill-2]', 'skills: [skill-2, nowhere]'),
  });
  expect(mistakes).toEqual([
    expect.stringMatching(/^career\/clerk\.yaml:\d+ \/learningPath\/2\/skills\/1: there is no skill nowhere /),
    expect.stringMatching(/^skill\/skill-0\.yaml:6 \/prerequisites\/0: there is no skill nowhere /),
  ]);
  expect(thin).toEqual([]);
});

describe('a skill is', () => {
  test.each<[string, Files, string]>([
    [
      'thin without topics',
      inFile('skill/skill-0.yaml', 'topics:\n  - { id: topic, name: Topic }\n', ''),
      'skill/skill-0.yaml:1 /topics: is empty: ',
    ],
    [
      'thin with a short summary',
      inFile('skill/skill-0.yaml', 'Whoever has it does this part of the work well.', 'Work.'),
      'skill/skill-0.yaml:3 /summary: has 5 of at least 40',
    ],
    [
      'thin alone: it refers to nothing, and nothing to it',
      { 'skill/alone.yaml': of('skill/skill-0.yaml').replace('Skill 0', 'Alone') },
      'skill/alone.yaml:1 /: stands alone: name it in',
    ],
    [
      'contradictory when it comes after what it contains',
      {
        'skill/skill-0.yaml': `${of('skill/skill-0.yaml')}broader: [skill-1]\n`,
        'skill/skill-1.yaml': `${of('skill/skill-1.yaml')}prerequisites: [skill-0]\n`,
      },
      'skill/skill-1.yaml:6 /prerequisites/0: skill-0 is a part of this skill',
    ],
  ])('%s', async (_, files, place) => {
    expect(await check(files)).toEqual({ mistakes: [], thin: [expect.stringContaining(place)] });
  });

  test('no longer alone once another skill builds on it', async () => {
    const alone = { 'skill/alone.yaml': of('skill/skill-0.yaml').replace('Skill 0', 'Alone') };
    const built = { 'skill/skill-0.yaml': `${of('skill/skill-0.yaml')}prerequisites: [alone]\n` };
    expect(await check({ ...alone, ...built })).toEqual({ mistakes: [], thin: [] });
  });

  test.each(['broader', 'prerequisites'])('broken when %s lead back to it', async (field) => {
    const to = (slug: string, target: string) => ({
      [`skill/${slug}.yaml`]: `${of(`skill/${slug}.yaml`)}${field}: [${target}]\n`,
    });
    const { mistakes } = await check({
      ...to('skill-0', 'skill-1'),
      ...to('skill-1', 'skill-2'),
      ...to('skill-2', 'skill-0'),
    });
    expect(mistakes).toEqual([
      `skill/skill-2.yaml:6 /${field}/0: leads back to itself: skill-2 → skill-0 → skill-1 → skill-2`,
    ]);
  });

  test.each([
    ['the name', 'skill 1'],
    ['an alias', 'First'],
  ])('broken with an alias that is %s of another, told once at each place', async (what, alias) => {
    const files = {
      'skill/skill-0.yaml': `${of('skill/skill-0.yaml')}aliases: [${alias}]\n`,
      'skill/skill-1.yaml': `${of('skill/skill-1.yaml')}aliases: [first]\n`,
    };
    const { mistakes, thin } = await check(files);
    expect(thin).toEqual([]);
    expect(mistakes).toHaveLength(2);
    expect(mistakes[0]).toBe(
      `skill/skill-0.yaml:6 /aliases/0: ${alias} is also ${what} of the skill skill-1: take it out of one of the two`,
    );
    expect(mistakes[1]).toContain(`is also an alias of the skill skill-0`);
  });
});

describe('what else is thin', () => {
  test.each<[string, Files, string]>([
    [
      'a project without a stretch criterion',
      inFile('project/shop.yaml', 'STRETCH', 'ACCEPTANCE'),
      'project/shop.yaml:5 /criteria: has no criterion of kind STRETCH',
    ],
    [
      'a project without an acceptance criterion',
      inFile('project/shop.yaml', 'ACCEPTANCE', 'STRETCH'),
      'project/shop.yaml:5 /criteria: has no criterion of kind ACCEPTANCE',
    ],
    [
      'a project that no career names',
      { 'project/other.yaml': of('project/shop.yaml') },
      'project/other.yaml:1 /: nothing refers to it',
    ],
    [
      'a graded question without an explanation',
      inFile('question/which.yaml', '  explanation: It is this one.\n', ''),
      'question/which.yaml:8 /key/explanation: is missing',
    ],
    [
      'a graded question without a difficulty',
      inFile('question/which.yaml', 'difficulty: EASY\n', ''),
      'question/which.yaml:1 /difficulty: is missing',
    ],
    [
      'an open question without a skill',
      inFile('question/tell.yaml', 'skill: skill-0\n', ''),
      'question/tell.yaml:1 /skill: is missing',
    ],
    [
      'an open question with a short rubric',
      inFile('question/tell.yaml', '  - { id: asks, text: Asks. }\n', ''),
      'question/tell.yaml:4 /rubric: has 2 of at least 3',
    ],
    [
      'a question that nobody is asked',
      { 'question/lost.yaml': of('question/tell.yaml') },
      'question/lost.yaml:1 /: nobody is ever asked it',
    ],
    [
      'an id of an option that tells the answer',
      {
        'question/which.yaml': of('question/which.yaml').replace('id: this', 'id: right').replace('[this]', '[right]'),
      },
      'question/which.yaml:6 /options/0/id: the id right may tell',
    ],
    [
      'an assessment that no career names',
      { 'assessment/other.yaml': of('assessment/quiz.yaml') },
      'assessment/other.yaml:1 /: nothing refers to it',
    ],
    [
      'an industry that no career names',
      { 'industry/lost.yaml': 'name: Lost\n' },
      'industry/lost.yaml:1 /: nothing refers to it',
    ],
  ])('%s', async (_, files, place) => {
    expect(await check(files)).toEqual({ mistakes: [], thin: [expect.stringContaining(place)] });
  });

  test('a graded question without a skill, which then no blueprint can draw', async () => {
    const { mistakes, thin } = await check(inFile('question/which.yaml', 'skill: skill-0\n', ''));
    expect(thin).toEqual([
      expect.stringContaining('question/which.yaml:1 /: nobody is ever asked it'),
      expect.stringContaining('question/which.yaml:1 /skill: is missing'),
    ]);
    expect(mistakes).toEqual([
      expect.stringContaining('assessment/quiz.yaml:6 /blueprint/0: draws 1 question, but the bank has 0'),
    ]);
  });

  test('a yes-or-no question that says nothing after a no, and a source that nobody can find', async () => {
    const question = 'kind: YES_NO\nprompt: Have you sold?\n';
    const files = {
      'question/sold.yaml': question,
      'assessment/self.yaml':
        'title: Self\nkind: SELF_CHECK\nsummary: A check.\nestimatedMinutes: 1\nquestions: [sold]\n',
      'career/clerk.yaml': changed(of('career/clerk.yaml'), 'assessments: [quiz]', 'assessments: [quiz, self]'),
      'source/rumour.yaml': 'name: A rumour\n',
    };
    expect(await check(files)).toEqual({
      mistakes: [],
      thin: [
        expect.stringContaining('question/sold.yaml:1 /adviceIfNo: is missing'),
        expect.stringContaining('source/rumour.yaml:1 /: nothing refers to it'),
        expect.stringContaining('source/rumour.yaml:1 /url: is missing'),
      ],
    });
  });
});
