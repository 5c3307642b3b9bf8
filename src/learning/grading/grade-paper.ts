import { hundredthsOf, percentOf } from './credit';
import { fitAffinities } from './fit-affinities';
import { gradeItem } from './grade-item';
import type { Grade, GradedItem, ItemAnswer, ItemKey, PaperItem, PaperToGrade, Section } from './grading-types';
import { selfCheckAdvice } from './self-check-advice';

/** Points in whole hundredths: what is summed and compared. */
interface Sum {
  readonly gained: number;
  readonly of: number;
}

/** What one item gave; null where it is not scored. */
type Marks = (Sum & { readonly correct: boolean }) | null;

/** Whether papers of this kind earn points; in a fit test and a self-check nothing is right or wrong. */
export function isScored(kind: PaperToGrade['kind']): boolean {
  return kind === 'QUIZ' || kind === 'EXAM';
}

/**
 * Grades a paper. The same paper, keys and answers always give the same grade; nothing else plays a part.
 */
export function gradePaper({ kind, passPercent, items: given, keys, answers }: PaperToGrade): Grade {
  const items = given.toSorted((a, b) => a.position - b.position);
  const scored = isScored(kind);
  const marks = items.map((item) => (scored ? marksOf(item, keys[item.questionId], answers[item.position]) : null));
  const { gained, of } = sumOf(marks);
  return {
    points: of > 0 ? gained / 100 : null,
    maxPoints: of / 100,
    percent: of > 0 ? percentOf(gained, of) : null,
    // Whole numbers on both sides: 69.96 percent is shown as 70.0 and does not reach 70.
    passed: of > 0 && passPercent !== null ? gained * 100 >= passPercent * of : null,
    items: items.map((item, index) => gradedItem(item, marks[index] ?? null)),
    sections: sectionsOf(items, marks),
    affinities: kind === 'FIT' ? fitAffinities(items, keys, answers) : [],
    advice: kind === 'SELF_CHECK' ? selfCheckAdvice(items, answers) : [],
  };
}

function marksOf(item: PaperItem, key: ItemKey = {}, answer: ItemAnswer = {}): Marks {
  const credit = gradeItem(item, key, answer);
  return (
    credit && {
      gained: hundredthsOf(credit, item.points),
      of: item.points * 100,
      correct: credit.gained === credit.of,
    }
  );
}

function sumOf(marks: readonly Marks[]): Sum {
  const sum = { gained: 0, of: 0 };
  for (const one of marks) {
    sum.gained += one?.gained ?? 0;
    sum.of += one?.of ?? 0;
  }
  return sum;
}

function gradedItem({ position, questionId }: PaperItem, marks: Marks): GradedItem {
  return {
    position,
    questionId,
    correct: marks && marks.correct,
    points: marks && marks.gained / 100,
    maxPoints: marks ? marks.of / 100 : 0,
  };
}

function sectionsOf(items: readonly PaperItem[], marks: readonly Marks[]): readonly Section[] {
  const bySkill = new Map<string | null, Marks[]>();
  items.forEach(({ skillId }, index) => {
    if (marks[index]) bySkill.set(skillId, [...(bySkill.get(skillId) ?? []), marks[index]]);
  });
  return [...bySkill].map(([skillId, ofSkill]) => {
    const { gained, of } = sumOf(ofSkill);
    return { skillId, points: gained / 100, maxPoints: of / 100, percent: percentOf(gained, of) };
  });
}
