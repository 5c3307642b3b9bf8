import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../../src/checkout-folder';
import * as model from '../../../src/learning/evidence/evidence';
import {
  EASIER_AT_MOST,
  HALF_LIFE_DAYS,
  masteryAt,
  type SkillEvidence,
  UNKNOWN_WEIGHT,
} from '../../../src/learning/evidence/mastery';
import { IMPORTANCE_WEIGHTS, neededMastery } from '../../../src/learning/evidence/skill-requirement';
import { makeSkillGraph, sharesFor } from '../../../src/learning/evidence/skill-spread';
import { answer, daysAgo, JUNIOR, learnerWith, NOW, passedProject, requirement, ticks } from '../../factories/evidence';

const text = readFileSync(join(checkoutFolder, 'docs/mastery.md'), 'utf8');
const prose = text.replace(/\s+/g, ' ');
/** The cells of all rows of all tables. */
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rowOf = (first: string) => rows.find(([cell]) => cell === first);

const yearAgo = daysAgo(365);
const [topic] = ticks(1, 'sql', yearAgo);
const example: [string, model.Evidence[]][] = [
  ['a topic ticked', [topic!]],
  ['an easy question of a quiz, right', [answer('sql', { assessmentKind: 'QUIZ', difficulty: 'EASY', at: yearAgo })]],
  ['a medium question of the exam, right', [answer('sql')]],
  ['a hard question of the exam, wrong', [answer('sql', { difficulty: 'HARD', points: 0 })]],
  ['six acceptance criteria, met', passedProject('shop', ['sql']).filter(({ kind }) => kind === 'CRITERION')],
  ['the project, passed', passedProject('shop', ['sql']).filter(({ kind }) => kind === 'SUBMISSION')],
  ['a medium question on the wider skill, right', [answer('databases')]],
];
const learner = learnerWith(
  example.flatMap(([, pieces]) => pieces),
  { broader: [['sql', 'databases']] },
);
const short = (number: number) => String(Number(number.toFixed(3)));

describe('the guide to mastery', () => {
  test.each(example)('computes "%s" as the model does', (what, pieces) => {
    const evidence: SkillEvidence[] = learner
      .for('sql')
      .filter(({ piece }) => pieces.some((each) => each.source === piece.source));
    expect(evidence).toHaveLength(pieces.length);
    const { success, failure } = masteryAt(evidence, 2, NOW);
    const weight = evidence.reduce((total, { piece }) => total + piece.weight, 0);
    const { share, piece } = evidence[0]!;
    const age = (NOW.getTime() - piece.at.getTime()) / 86_400_000;
    expect(rowOf(what)).toEqual([what, ...[piece.rank, weight, share, age, success, failure].map(short)]);
  });

  test('has the result of its example right, today and two years later', () => {
    const { mastery, confidence, success, successAtLevel, failure } = learner.masteryOf('sql', 2);
    const known = success + failure;
    const most = successAtLevel + EASIER_AT_MOST;
    expect(prose).toContain(
      `\`S = ${short(success)}\`, \`F = ${short(failure)}\`, \`A = ${short(successAtLevel)}\`, so the second limit (${short(most / (most + 2))})`,
    );
    expect(prose).toContain(`mastery \`${short(success)} / ${short(known + 2)} = ${short(mastery)}\``);
    expect(prose).toContain(`confidence \`${short(known)} / ${short(known + 2)} = ${short(confidence)}\``);
    const later = masteryAt(learner.for('sql'), 2, daysAgo(-730)).mastery;
    expect(prose).toContain(`After two years without anything new, mastery is ${short(later)}.`);
  });

  test('names the constants of the model', () => {
    expect(text).toContain(`0.5 ^ (age / ${HALF_LIFE_DAYS})`);
    expect(text).toContain(`mastery    = the smaller of  S / (S + F + ${UNKNOWN_WEIGHT}) `);
    expect(text).toContain(`E = A + ${EASIER_AT_MOST} `);
    expect(rowOf('`ANSWER`')!.at(-1)).toBe(
      `${model.EXAM_ANSWER_WEIGHT} in an exam, ${model.QUIZ_ANSWER_WEIGHT} in a quiz`,
    );
    expect(model.COUNTING_TOPICS).toBe(4);
    expect(rowOf('`TOPIC`')!.at(-1)).toBe(`${model.TOPIC_WEIGHT} each; for a skill the four that weigh most count`);
    expect(rowOf('`CRITERION`')!.at(-1)).toBe(
      `${model.CRITERION_WEIGHT} each; acceptance together at most ${model.ACCEPTANCE_WEIGHT}, stretch at most ${model.STRETCH_WEIGHT}`,
    );
    expect(rowOf('`SUBMISSION`')!.at(-1)).toBe(`${model.SUBMISSION_WEIGHT}`);
  });

  test('names the shares of the graph', () => {
    const graph = makeSkillGraph({
      broader: [
        ['two', 'one'],
        ['one', 'self'],
        ['self', 'wider'],
      ],
      replaces: [],
    });
    const shares = sharesFor('self', graph);
    expect(rowOf('a narrower skill, one step below')![1]).toBe(`${shares.get('one')}`);
    expect(rowOf('a narrower skill, two steps below')![1]).toBe(`${shares.get('two')}`);
    expect(rowOf('a wider skill, one step above')![1]).toBe(`${shares.get('wider')}`);
  });

  test.each(['ESSENTIAL', 'IMPORTANT', 'OPTIONAL'] as const)('names what %s asks for', (importance) => {
    const need = neededMastery(requirement('sql', { importance }), JUNIOR);
    expect(rowOf(importance)!.slice(1, 3)).toEqual([`${IMPORTANCE_WEIGHTS[importance]}`, `${need}`]);
    const answers = Number(/^\d+/.exec(rowOf(importance)![3]!)![0]);
    const masteryWith = (count: number) => count / (count + UNKNOWN_WEIGHT);
    expect(masteryWith(answers)).toBeGreaterThanOrEqual(need);
    expect(masteryWith(answers - 1)).toBeLessThan(need);
  });
});
