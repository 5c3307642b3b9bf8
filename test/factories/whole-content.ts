/** Content files that lack nothing that their authors would be told of: three careers, and all that they name. */

const careers = ['buyer', 'cashier', 'clerk'];
const summary = 'Keeps the shop going from the first delivery to the last customer. '.repeat(3).trim();
const items = (name: string, count: number, fields: (index: number) => string) =>
  `${name}:\n${Array.from({ length: count }, (_, index) => `  - { id: ${name.toLowerCase()}-${index}, ${fields(index)} }\n`).join('')}`;
const skills = Array.from({ length: 10 }, (_, index) => `skill-${index}`);

/** A career that leads to the two others. */
const careerFile = (slug: string): string =>
  [
    `title: The ${slug}\ntagline: Sells things.\nsummary: ${summary}\n`,
    items('audience', 1, () => 'text: Friendly people.'),
    items('prerequisites', 1, () => 'text: Arithmetic.'),
    items('responsibilities', 6, (index) => `text: Duty ${index}.`),
    items('dayInTheLife', 1, () => 'moment: Opening, text: Unlock the door.'),
    'industries: [retail]\n',
    'levels:\n',
    ...['junior', 'mid', 'senior'].map(
      (level) =>
        `  - level: ${level}\n    expectations:\n      - { id: expects-${level}, text: Sells at this level. }\n`,
    ),
    'skills:\n',
    ...skills.map(
      (skill) => `  - { skill: ${skill}, importance: IMPORTANT, requiredLevel: junior, inSkillMap: true }\n`,
    ),
    items('developmentAdvice', 1, () => 'text: Watch the best.'),
    'transitions:\n',
    ...careers
      .filter((other) => other !== slug)
      .map((other) => `  - { career: ${other}, kind: TRANSITION, note: The goods are new. }\n`),
    items(
      'learningPath',
      4,
      (index) => `title: Step, text: Learn., skills: [skill-${index}], miniTask: { id: task-${index}, text: Do it. }`,
    ),
    'projects: [shop]\n',
    items('interviewChecklist', 1, () => 'text: You can count.'),
    'practicePrompts: [tell]\n',
    items('commonMistakes', 3, () => 'mistake: Wrong change., remedy: Count twice.'),
    items('nextSteps', 1, () => 'text: Open a till.'),
    'assessments: [quiz]\n',
  ].join('');

const level = (name: string, rank: number) => `name: ${name}\nrank: ${rank}\nsummary: Does the work.\n`;

/** The files by path. */
export const wholeFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(careers.map((slug) => [`career/${slug}.yaml`, careerFile(slug)])),
  ...Object.fromEntries(
    skills.map((slug, index) => [
      `skill/${slug}.yaml`,
      `name: Skill ${index}\nkind: TECHNICAL\nsummary: Whoever has it does this part of the work well.\ntopics:\n  - { id: topic, name: Topic }\n`,
    ]),
  ),
  'level/junior.yaml': level('Junior', 1),
  'level/mid.yaml': level('Mid', 2),
  'level/senior.yaml': level('Senior', 3),
  'industry/retail.yaml': 'name: Retail\n',
  'project/shop.yaml': `title: Shop
summary: A shop.
scope: Sell things.
skills: [skill-0]
criteria:
  - { id: sells, kind: ACCEPTANCE, text: It sells. }
  - { id: delivers, kind: STRETCH, text: It delivers. }
`,
  'question/tell.yaml': `kind: OPEN
prompt: How do you sell?
skill: skill-0
rubric:
  - { id: greets, text: Greets. }
  - { id: asks, text: Asks. }
  - { id: thanks, text: Thanks. }
`,
  'question/which.yaml': `kind: SINGLE_CHOICE
prompt: Which one?
skill: skill-0
difficulty: EASY
options:
  - { id: this, text: This }
  - { id: that, text: That }
key:
  correctOptions: [this]
  explanation: It is this one.
`,
  'assessment/quiz.yaml':
    'title: Quiz\nkind: QUIZ\nsummary: A quiz.\nestimatedMinutes: 1\nblueprint:\n  - { skill: skill-0, count: 1 }\n',
};
