import type { Problem } from '../../kernel/errors/problem';
import type { Stage } from '../publishing/content-kind';
import { QuestionKind } from './question-kind';
import type { AnswerKeyContent, QuestionContent } from './question.content';
import { ScoringRule } from './scoring-rule';

type KeyField = keyof AnswerKeyContent;

/** Which fields go with which kind, beside prompt, skill, difficulty and the key's explanation. */
const fieldsOfKind: Record<
  QuestionKind,
  { options?: [min: number, max: number]; key: KeyField[]; needs?: KeyField; fields?: (keyof QuestionContent)[] }
> = {
  SINGLE_CHOICE: { options: [2, 10], key: ['correctOptions', 'affinities'] },
  MULTIPLE_CHOICE: { options: [2, 12], key: ['correctOptions'], needs: 'correctOptions' },
  ORDERING: { options: [2, 12], key: ['order'], needs: 'order' },
  NUMERIC: { key: ['number', 'tolerance', 'tolerancePercent'], needs: 'number', fields: ['unit', 'otherUnits'] },
  SHORT_TEXT: { key: ['acceptedTexts', 'caseSensitive'], needs: 'acceptedTexts' },
  YES_NO: { key: ['yes', 'affinities'], fields: ['adviceIfNo'] },
  LIKERT: { options: [3, 7], key: ['affinities'] },
  OPEN: { key: [], fields: ['rubric'] },
};

/** Which rules give points for a part of an answer; the other kinds have ALL_OR_NOTHING only. */
const partialScoring: Partial<Record<QuestionKind, ScoringRule[]>> = {
  MULTIPLE_CHOICE: [ScoringRule.RIGHT_MINUS_WRONG, ScoringRule.EACH_OPTION],
  ORDERING: [ScoringRule.EACH_POSITION, ScoringRule.PAIRS],
};

/** The rules over several fields of a question: each kind has its own fields, and the key fits the options. */
export function questionProblems(question: QuestionContent, stage: Stage): Problem[] {
  const { kind, options = [], key = {} } = question;
  const rule = fieldsOfKind[kind];
  const problems: Problem[] = [];
  const add = (pointer: string, name: string, message: string) => problems.push({ pointer, rule: name, message });

  const whole = stage === 'publishing';
  if (rule.options && ((whole && options.length < rule.options[0]) || options.length > rule.options[1])) {
    add(
      '/options',
      'kind',
      `a ${kind} question has ${rule.options[0]} to ${rule.options[1]} options, not ${options.length}`,
    );
  }
  if (!rule.options && question.options) add('/options', 'kind', `a ${kind} question has no options`);
  for (const field of ['unit', 'otherUnits', 'adviceIfNo', 'rubric'] as const) {
    if (question[field] !== undefined && !rule.fields?.includes(field))
      add(`/${field}`, 'kind', `a ${kind} question has no ${field}`);
  }
  for (const field of Object.keys(key) as KeyField[]) {
    if (field !== 'explanation' && !rule.key.includes(field))
      add(`/key/${field}`, 'kind', `the key of a ${kind} question has no ${field}`);
  }
  if (whole && rule.needs && key[rule.needs] === undefined)
    add(`/key/${rule.needs}`, 'kind', `the key of a ${kind} question needs ${rule.needs}`);
  if (whole && kind === QuestionKind.SINGLE_CHOICE && !key.correctOptions && !key.affinities) {
    add('/key', 'kind', 'the key of a SINGLE_CHOICE question needs correctOptions, or affinities in a fit test');
  }
  if (whole && kind === QuestionKind.OPEN && !question.rubric)
    add('/rubric', 'kind', 'an OPEN question needs a rubric');
  const scorings = [ScoringRule.ALL_OR_NOTHING, ...(partialScoring[kind] ?? [])];
  if (question.scoring && !scorings.includes(question.scoring))
    add('/scoring', 'kind', `a ${kind} question has no ${question.scoring}, only ${scorings.join(', ')}`);
  return [...problems, ...numberProblems(question, whole), ...optionProblems(question, whole)];
}

function numberProblems({ kind, unit, otherUnits = [], key = {} }: QuestionContent, whole: boolean): Problem[] {
  const problems: Problem[] = [];
  const add = (pointer: string, rule: string, message: string) => problems.push({ pointer, rule, message });
  if (key.tolerance !== undefined && key.tolerancePercent !== undefined)
    add('/key/tolerancePercent', 'exclusive', 'there is a tolerance already: state one of the two');
  if (whole && kind === QuestionKind.NUMERIC && otherUnits.length > 0 && unit === undefined)
    add('/unit', 'required', 'other units need the unit that their factors lead to');
  const units = new Set(unit === undefined ? [] : [unit]);
  otherUnits.forEach((other, index) => {
    if (units.has(other.unit))
      add(`/otherUnits/${index}/unit`, 'duplicate', `the unit ${other.unit} is stated already`);
    units.add(other.unit);
  });
  return problems;
}

function optionProblems({ kind, options = [], key = {} }: QuestionContent, whole: boolean): Problem[] {
  const known = new Set(options.map((option) => option.id));
  const problems: Problem[] = [];
  const requireKnown = (id: string, pointer: string) => {
    if (!known.has(id)) problems.push({ pointer, rule: 'option', message: `there is no option with the id ${id}` });
  };
  key.correctOptions?.forEach((id, index) => requireKnown(id, `/key/correctOptions/${index}`));
  key.order?.forEach((id, index) => requireKnown(id, `/key/order/${index}`));
  if (kind === QuestionKind.SINGLE_CHOICE && key.correctOptions && key.correctOptions.length !== 1) {
    problems.push({
      pointer: '/key/correctOptions',
      rule: 'kind',
      message: 'a SINGLE_CHOICE question has exactly one right option',
    });
  }
  if (key.order && key.order.length !== options.length) {
    problems.push({ pointer: '/key/order', rule: 'option', message: 'must name every option once' });
  }
  const said = new Set<string>();
  key.affinities?.forEach(({ option, career }, index) => {
    const pointer = `/key/affinities/${index}/option`;
    const pair = JSON.stringify([option, career]);
    if (said.has(pair)) {
      const message = `${option === undefined ? 'the answer' : `the option ${option}`} says something about ${career} twice`;
      problems.push({ pointer: `/key/affinities/${index}`, rule: 'duplicate', message });
    }
    said.add(pair);
    if (kind === QuestionKind.SINGLE_CHOICE && option === undefined && whole)
      problems.push({ pointer, rule: 'required', message: 'must name the option that says it' });
    else if (option !== undefined) requireKnown(option, pointer);
  });
  return problems;
}
