/** Content files as people write them: each is valid, and together they make up a folder that stands on its own. */

export const skillFile = 'name: SQL\nkind: TOOL\nsummary: Asking databases.\n';
export const projectFile = `title: Shop
summary: A shop.
scope: Sell things.
skills: [sql]
criteria:
  - id: sells
    kind: ACCEPTANCE
    text: It sells.
`;
export const careerFile = `title: Clerk
tagline: Sells things.
summary: Clerks sell.
skills:
  - { skill: sql, importance: IMPORTANT }
levels:
  - level: junior
    salaryClaims:
      - id: pay
        min: 100
        max: 200
        currency: USD
        period: YEAR
        confidence: LOW
        source: a-page
        statedOn: 2026-01-20
`;
export const questionFile = `kind: SINGLE_CHOICE
prompt: Which one?
options:
  - { id: this, text: This }
  - { id: that, text: That }
key:
  correctOptions: [this]
`;
/** The files by path. */
export const validFiles = {
  'skill/sql.yaml': skillFile,
  'project/shop.yaml': projectFile,
  'career/clerk.yaml': careerFile,
  'question/which.yaml': questionFile,
  'level/junior.yaml': 'name: Junior\nrank: 1\nsummary: Starts.\n',
  'source/a-page.yaml': 'name: A page\n',
};
