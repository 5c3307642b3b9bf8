import type { TestApp } from './test-app';

interface Taken {
  readonly startedAt: Date;
  readonly points: number;
  readonly maxPoints: number;
  readonly itemPoints: number | null;
  readonly itemMaxPoints: number;
  readonly position: number;
  readonly answer: { optionIds?: string[]; yes?: boolean } | null;
  readonly saved: readonly { readonly position: number; readonly at: string }[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number, factor: number): number => Math.round(value * factor) / factor;
const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value): value is T => value !== null);

/** Pearson's correlation, straight from its definition; null where one side never varies. */
function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const deviation = (index: 0 | 1, middle: number) => Math.sqrt(mean(pairs.map((pair) => (pair[index] - middle) ** 2)));
  const [dx, dy] = [deviation(0, x), deviation(1, y)];
  return dx < 1e-9 || dy < 1e-9 ? null : mean(pairs.map(([a, b]) => (a - x) * (b - y))) / (dx * dy);
}

/** What the statistics of a question are by plain loops over what is stored, for questions with 20 attempts or more. */
export async function plainStatistics({ dataSource }: TestApp, slug: string) {
  const taken = await dataSource.query<Taken[]>(
    `SELECT a.started_at AS "startedAt", g.points::float8 AS points, g.max_points AS "maxPoints", i.points::float8 AS "itemPoints",
       p.points AS "itemMaxPoints", p.position, i.answer,
       (SELECT coalesce(json_agg(json_build_object('position', n.position, 'at', n.received_at) ORDER BY n.received_at, n.client_id), '[]')
        FROM answer n WHERE n.attempt_id = a.id) AS saved
     FROM document d JOIN attempt_item p ON p.question_id = d.id JOIN attempt a ON a.id = p.attempt_id AND a.grade_number IS NOT NULL
     JOIN grade g ON g.attempt_id = a.id AND g.number = a.grade_number
     JOIN item_grade i ON i.attempt_id = a.id AND i.number = a.grade_number AND i.position = p.position
     WHERE d.kind = 'QUESTION' AND d.slug = $1`,
    [slug],
  );
  const scored = taken.filter(({ itemPoints }) => itemPoints !== null);
  const pairs = scored
    .filter(({ maxPoints, itemMaxPoints }) => maxPoints > itemMaxPoints)
    .map(
      ({ points, maxPoints, itemPoints, itemMaxPoints }) =>
        [itemPoints! / itemMaxPoints, (points - itemPoints!) / (maxPoints - itemMaxPoints)] as const,
    );
  const spent = present(
    taken.map(({ startedAt, saved, position }) => {
      let before = startedAt.getTime();
      let own: number | null = null;
      for (const { position: at, at: time } of saved) {
        const now = Date.parse(time);
        if (at === position) own = (own ?? 0) + (now - before) / 1000;
        before = now;
      }
      return own;
    }),
  ).toSorted((a, b) => a - b);
  const middle = spent.length / 2;
  const related = pairs.length >= 20 ? correlation(pairs) : null;
  return {
    attempts: taken.length,
    tooFew: false,
    facility:
      scored.length >= 20 ? round(mean(scored.map((each) => each.itemPoints! / each.itemMaxPoints)), 1e4) : null,
    discrimination: related === null ? null : round(related, 1e4),
    unansweredShare: round(mean(taken.map(({ answer }) => (answer === null ? 1 : 0))), 1e4),
    medianSeconds:
      spent.length >= 20 ? round((spent[Math.ceil(middle) - 1]! + spent[Math.floor(middle)]!) / 2, 10) : null,
    /** By the option's id, or Yes and No. */
    chose: (option: string) => {
      const who = taken.filter(({ answer }) =>
        answer?.yes === undefined ? answer?.optionIds?.includes(option) : (answer.yes ? 'Yes' : 'No') === option,
      );
      return {
        chosen: who.length,
        share: round(who.length / taken.length, 1e4),
        meanPercent:
          who.length === 0 ? null : round(mean(who.map((each) => (each.points / each.maxPoints) * 100)), 1e4),
      };
    },
  };
}
