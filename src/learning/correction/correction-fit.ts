import type { Problem } from '../../kernel/errors/problem';
import { gradeItem } from '../grading/grade-item';
import type { ItemKey, PaperItem } from '../grading/grading-types';

/** An edition of a question, as far as another one may be graded by its key. */
export interface QuestionSide {
  readonly item: PaperItem;
  readonly key: ItemKey | undefined;
}

/** A problem of the edition whose key would correct others, whatever they are. */
export function ungradableProblems({ item, key }: QuestionSide): Problem[] {
  if (item.kind === 'LIKERT' || item.kind === 'OPEN') {
    return [
      { pointer: '/kind', rule: 'kind', message: `Answers to a ${item.kind} question are never right or wrong.` },
    ];
  }
  if (gradeItem(item, key ?? {}, {}) !== null) return [];
  return [{ pointer: '/key', rule: 'ungradable', message: 'The latest edition does not say what is right.' }];
}

/**
 * What speaks against grading papers with one edition by the key of a later one: everything that an answer to the paper can
 * name must mean the same there. Nothing finds out whether the words still mean the same: that is for editors to see.
 */
export function unfitness(paper: QuestionSide, next: QuestionSide): Problem[] {
  const { kind, optionIds, unit } = paper.item;
  if (next.item.kind !== kind) {
    const message = `The paper asked a ${kind} question, and this is a ${next.item.kind} question.`;
    return [{ pointer: '/kind', rule: 'kind', message }];
  }
  const problems: Problem[] = [];
  const lost = optionIds.filter((id) => !next.item.optionIds.includes(id));
  if (lost.length > 0) {
    const message = `The paper has options that this edition lacks, so nothing says whether they are right: ${lost.join(', ')}.`;
    problems.push({ pointer: '/options', rule: 'option', message });
  }
  const named = [...(next.key?.correctOptions ?? []), ...(next.key?.order ?? [])];
  const unknown = named.filter((id) => !optionIds.includes(id));
  if (unknown.length > 0) {
    const message = `The key names options that the paper lacks, so nobody could choose them: ${unknown.join(', ')}.`;
    problems.push({ pointer: '/key', rule: 'option', message });
  }
  if (kind === 'NUMERIC' && next.item.unit !== unit) {
    const say = (of: string | null) => (of === null ? 'no unit' : `the unit ${of}`);
    const message = `The paper asks for ${say(unit)}, and the number of the key has ${say(next.item.unit)}.`;
    problems.push({ pointer: '/unit', rule: 'unit', message });
  }
  return problems;
}
