import { contentFieldsOf } from '../../src/content/publishing/content-fields';
import { allKinds } from '../../src/content/publishing/content-kinds';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { questionKind } from '../../src/content/question/question.kind';
import type { AnswerKeyContent, QuestionContent } from '../../src/content/question/question.content';
import { MarkedContent, type Marking } from './marked-content';

/** How the keys of one of two databases are made. */
export interface TwinMarking extends Marking {
  /** Which of the two: their keys name other options, other orders, other numbers of them. */
  readonly twin: 0 | 1;
}

/**
 * The same documents with secrets of their own: every text in them is marked, and the keys of questions are keys that an
 * editor could have written, since what they say is graded.
 */
export function withTwinKeys(drafts: readonly Draft[], marking: TwinMarking): Draft[] {
  const marked = new MarkedContent(marking);
  const secretive = allKinds().filter((kind) => contentFieldsOf(kind.content).some((field) => field.secret));
  return drafts
    .filter(({ kind }) => secretive.includes(kind))
    .map(({ kind, slug, content }) => {
      const secrets = marked.secrets(kind, slug);
      if (kind !== questionKind) return { kind, slug, content: { ...content, ...secrets } };
      const question = content as QuestionContent;
      const key = keyOf(question, (secrets as { key: AnswerKeyContent }).key, marking);
      return { kind, slug, content: { ...question, key } };
    });
}

/** A key of the same fields as the question's own, all of them with other values in each twin. */
function keyOf(
  { options = [], key = {} }: QuestionContent,
  { explanation, acceptedTexts }: AnswerKeyContent,
  { twin, number }: TwinMarking,
): AnswerKeyContent {
  const ids = options.map(({ id }) => id!);
  const made: Required<{ [Field in keyof AnswerKeyContent]: () => AnswerKeyContent[Field] }> = {
    // One right option, the first or the last; of several one, or all but one.
    correctOptions: () => (key.correctOptions!.length === 1 || twin === 0 ? [ids.at(-twin)!] : ids.slice(1)),
    order: () => (twin === 0 ? ids : ids.toReversed()),
    number: () => number,
    tolerance: () => (twin === 0 ? 0.5 : 10_000),
    tolerancePercent: () => (twin === 0 ? 1 : 20),
    acceptedTexts: () => acceptedTexts,
    caseSensitive: () => twin === 0,
    yes: () => twin === 0,
    affinities: () =>
      twin === 0 ? key.affinities : key.affinities!.slice(0, 1).map((each) => ({ ...each, weight: -2 })),
    explanation: () => explanation!.repeat(twin === 0 ? 1 : 9),
  };
  const fields = [...Object.keys(key).filter((field) => field !== 'explanation'), 'explanation'];
  return Object.fromEntries(fields.map((field) => [field, made[field as keyof typeof made]()]));
}
