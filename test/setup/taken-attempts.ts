import { randomUUID } from 'node:crypto';
import { assessmentKind } from '../../src/content/assessment/assessment.kind';
import { GraphReader } from '../../src/content/publishing/graph-reader';
import { published } from '../../src/content/publishing/perspective';
import { AttemptState } from '../../src/learning/attempt/attempt-state';
import { closeAttempts } from '../../src/learning/attempt/close-attempts';
import { startAttempt } from '../../src/learning/attempt/start-attempt';
import { answerOf, fitChoices } from '../../src/learning/grading/fit-choice';
import type { ItemAnswer, ItemKey, PaperItem } from '../../src/learning/grading/grading-types';
import { type SeededRandom, wholeBelow } from '../../src/learning/grading/seeded-random';
import type { TestApp } from './test-app';

/** An attempt of somebody without an account. */
export interface TakenAttempt {
  readonly learnerId: string;
  readonly attemptId: string;
  readonly token: string;
}

/** Starts attempts at these assessments, each of a learner of its own, four at a time. */
export async function startAttempts(
  app: Pick<TestApp, 'dataSource'>,
  slugs: readonly string[],
): Promise<TakenAttempt[]> {
  const graph = new GraphReader(app.dataSource, published, 100);
  const publication = (await graph.publicationNumber())!;
  const taken: TakenAttempt[] = [];
  for (let from = 0; from < slugs.length; from += 4) {
    const started = slugs.slice(from, from + 4).map(async (slug) => {
      const assessment = (await graph.bySlug(assessmentKind, slug))!;
      const { learnerId, attemptId, token } = await app.dataSource.transaction((manager) =>
        startAttempt(manager, { viewer: null }, { assessment, publication }),
      );
      return { learnerId, attemptId, token: token! };
    });
    taken.push(...(await Promise.all(started)));
  }
  return taken;
}

interface AskedRow extends PaperItem {
  readonly learnerId: string;
  readonly attemptId: string;
  readonly key: ItemKey | null;
}

/** Answers attempts by chance, about half of the questions right, and some not at all; then hands them all in. */
export async function answerAndSubmit(
  app: Pick<TestApp, 'dataSource'>,
  attempts: readonly TakenAttempt[],
  random: SeededRandom,
): Promise<void> {
  const ids = attempts.map(({ attemptId }) => attemptId);
  const asked = await app.dataSource.query<AskedRow[]>(
    `SELECT i.learner_id AS "learnerId", i.attempt_id AS "attemptId", i.position, q.kind, i.option_ids AS "optionIds", q.unit,
       q.other_units AS "otherUnits", k.content->'key' AS key
     FROM attempt_item i JOIN question q ON q.edition_id = i.question_edition_id
     LEFT JOIN vault.answer_key k ON k.edition_id = i.question_edition_id
     WHERE i.attempt_id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], i.attempt_id), i.position`,
    [ids],
  );
  const answers = asked.map((item) => {
    const value = answerByChance(item, random);
    return { learner_id: item.learnerId, attempt_id: item.attemptId, position: item.position, value };
  });
  await app.dataSource.query(
    `INSERT INTO answer (learner_id, attempt_id, client_id, position, revision, value)
     SELECT learner_id, attempt_id, client_id, position, 1, value
     FROM jsonb_to_recordset($1::jsonb) AS a(learner_id uuid, attempt_id uuid, client_id uuid, position int, value jsonb)`,
    [
      JSON.stringify(
        answers.filter(({ value }) => value !== null).map((answer) => ({ ...answer, client_id: randomUUID() })),
      ),
    ],
  );
  const refs = attempts.map(({ learnerId, attemptId: id }) => ({ learnerId, id }));
  await app.dataSource.transaction((manager) => closeAttempts(manager, refs, AttemptState.SUBMITTED));
}

/** Null for no answer. */
export function answerByChance(
  item: Pick<AskedRow, 'kind' | 'optionIds' | 'unit' | 'otherUnits' | 'key'>,
  random: SeededRandom,
): ItemAnswer | null {
  const { kind, optionIds, unit, otherUnits } = item;
  const key = item.key ?? {};
  if (random() < 0.1) return null;
  const right = random() < 0.5;
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'LIKERT': {
      if (right && key.correctOptions) return { optionIds: key.correctOptions };
      const choices = fitChoices(item as never);
      return answerOf(choices[wholeBelow(choices.length, random)]!);
    }
    case 'MULTIPLE_CHOICE':
      return { optionIds: right ? key.correctOptions : optionIds.filter(() => random() < 0.5) };
    case 'ORDERING':
      return { optionIds: right ? key.order : optionIds };
    case 'NUMERIC': {
      const [other] = otherUnits;
      if (!right) return { number: Math.round(random() * 1e6) / 1e3, ...(unit === null ? {} : { unit }) };
      return other ? { number: key.number! / other.factor, unit: other.unit } : { number: key.number! };
    }
    case 'SHORT_TEXT':
      return { text: right ? ` ${key.acceptedTexts![0]}. ` : 'Straße “naïve” 日本 \u{1F600}' };
    case 'OPEN':
      return { text: `My reasons, ${Math.floor(random() * 1e6)} of them.\nMind the gap.` };
    case 'YES_NO':
      return { yes: right ? (key.yes ?? true) : random() < 0.5 };
  }
}
