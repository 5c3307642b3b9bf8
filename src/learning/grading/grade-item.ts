import type { Credit } from './credit';
import { gradeMultipleChoice, gradeSingleChoice } from './grade-choice';
import { gradeNumeric } from './grade-numeric';
import { gradeOrdering } from './grade-ordering';
import { gradeShortText } from './grade-short-text';
import { gradeYesNo } from './grade-yes-no';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

/**
 * The credit of one answer. Null where nothing is right or wrong: LIKERT, OPEN (its author judges it by the rubric), and
 * every item whose key names nothing that an answer to this paper could match.
 */
export function gradeItem(item: PaperItem, key: ItemKey, answer: ItemAnswer): Credit | null {
  switch (item.kind) {
    case 'SINGLE_CHOICE':
      return gradeSingleChoice(item, key, answer);
    case 'MULTIPLE_CHOICE':
      return gradeMultipleChoice(item, key, answer);
    case 'ORDERING':
      return gradeOrdering(item, key, answer);
    case 'NUMERIC':
      return gradeNumeric(item, key, answer);
    case 'SHORT_TEXT':
      return gradeShortText(key, answer);
    case 'YES_NO':
      return gradeYesNo(key, answer);
    case 'LIKERT':
    case 'OPEN':
      return null;
  }
}
