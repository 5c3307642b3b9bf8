// The facts behind a gap or an advice, as sentences that a person can check.
import { ACCEPTANCE_WEIGHT, EXAM_ANSWER_WEIGHT, HARDEST_RANK, SUBMISSION_WEIGHT } from './evidence';
import type { EvidenceSummary } from './evidence-summary';
import type { AskedReason, GapReason } from './gap-reasons';
import type { NextSkillReason } from './next-skills';

/** @returns undefined for a skill that the reader can't see */
type NameOf = (skillId: string) => string | undefined;

/** So many names stand in a sentence; of more only the number is told. */
const NAMES_IN_A_SENTENCE = 3;

/** @param nameOf the names of skills, as the reader sees them */
export function reasonSentence(reason: GapReason | NextSkillReason, nameOf: NameOf): string {
  switch (reason.fact) {
    case 'ASKED':
      return asked(reason);
    case 'NOTHING_SHOWN':
      return 'Nothing shows it yet.';
    case 'SHOWN':
      return `So far: ${counted(reason.summary)}.`;
    case 'SHOWN_NEARBY': {
      const skills = names(reason.skillIds, nameOf, 'related skills');
      return `Counts in part, from ${skills}: ${counted(reason.summary)}.`;
    }
    case 'ONLY_TICKED':
      return 'Ticked topics are your own word and count little: answered questions or a reviewed project show it.';
    case 'FADED':
      return 'It was enough when it was new, but evidence loses half of its weight in a year.';
    case 'TOO_EASY':
      return `It would be enough for an easier level, but ${reason.level} asks for harder questions or work on projects.`;
    case 'TOO_MUCH_WRONG':
      return reason.questions
        ? 'Too much of it was wrong; a new answer to the same question replaces the old one.'
        : 'Too much of it was not met; a new round of the project replaces the verdicts.';
    case 'AS_MUCH_AS':
      return asMuchAs(reason.rightAnswers, reason.rank);
    case 'LIFTS':
      return lifts(reason.level, reason.readiness, reason.gain);
    case 'OPENS': {
      const verb = reason.skillIds.length === 1 ? 'builds' : 'build';
      const opened = `${names(reason.skillIds, nameOf, 'other skills')} ${verb} on it`;
      return reason.inCareer ? `${opened}.` : `This career does not list it, but ${opened}.`;
    }
    case 'BUILDS_ON':
      return `You have what it builds on: ${names(reason.skillIds, nameOf, 'its prerequisites')}.`;
    case 'COMES_AFTER':
      return `It comes after ${names(reason.skillIds, nameOf, 'its prerequisites')}, still to be shown.`;
  }
}

function asked({ importance, from, level, have, need }: AskedReason): string {
  const adjective = { ESSENTIAL: 'Essential', IMPORTANT: 'Important', OPTIONAL: 'Helpful' }[importance];
  const since = from === null ? 'at every level' : `from ${from} on`;
  return `${adjective} in this career ${since}: ${level} asks for ${percent(need)}, you have ${percentBelow(have, need)}.`;
}

function counted(summary: EvidenceSummary): string {
  const { questionsAnswered, questionsRight, questionsPartlyRight, topicsTicked } = summary;
  const { criteriaJudged, criteriaMet, projectsPassed } = summary;
  const partly = questionsPartlyRight > 0 ? ` and ${questionsPartlyRight} partly right` : '';
  const parts = [
    questionsAnswered > 0 && `${questionsRight} of ${many(questionsAnswered, 'question')} right${partly}`,
    topicsTicked > 0 && `${many(topicsTicked, 'topic')} ticked`,
    projectsPassed > 0 && `${many(projectsPassed, 'project')} passed`,
    criteriaJudged > 0 && `${criteriaMet} of ${many(criteriaJudged, 'project criterion', 'project criteria')} met`,
  ].filter((part) => part !== false);
  const several = questionsAnswered + topicsTicked + projectsPassed + criteriaJudged > 1;
  return `${parts.join(', ')}, ${several ? 'the latest ' : ''}${age(summary.latestAgeDays)}`;
}

function asMuchAs(rightAnswers: number, rank: number): string {
  const hardness = ['', 'medium ', 'hard '][rank - 1]!;
  const article = hardness ? 'a' : 'an';
  const questions = rightAnswers === 1 ? `${article} ${hardness}exam question` : `${hardness}exam questions`;
  const project = (ACCEPTANCE_WEIGHT + SUBMISSION_WEIGHT) / EXAM_ANSWER_WEIGHT;
  // What decides a project is as hard as a medium question: compared with hard ones it counts less.
  const compared = rank < HARDEST_RANK && rightAnswers > 1 ? ` (a passed project weighs up to ${project} of them)` : '';
  return `What is missing weighs as much as ${many(rightAnswers, 'right answer')} to ${questions}${compared}.`;
}

function lifts(level: string, readiness: number, gain: number): string {
  // Rounded down, or 99.7 would read as ready; readiness has a tenth, so half a tenth may be missing from it.
  const from = Math.floor(readiness);
  const to = Math.min(100, Math.floor(readiness + gain + 0.05));
  if (from === to) return `What ${level} asks for here is less than 1% of your readiness.`;
  return `With what ${level} asks for here, your readiness rises from ${from}% to ${to}%.`;
}

/** @param otherwise what to say when no name is known */
function names(skillIds: readonly string[], nameOf: NameOf, otherwise: string): string {
  const known = skillIds.map(nameOf).filter((name) => name !== undefined);
  if (known.length === 0) return otherwise;
  const shown = skillIds.length <= NAMES_IN_A_SENTENCE ? known : known.slice(0, NAMES_IN_A_SENTENCE - 1);
  const rest = skillIds.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Rounding must not make what is below look like what is asked. */
function percentBelow(have: number, need: number): string {
  return percent(Math.min(have, need - 0.01));
}

const DAYS_A_WEEK = 7;
const DAYS_A_MONTH = 365 / 12;
const DAYS_A_YEAR = 365;

function age(days: number): string {
  if (days < 1) return 'less than a day ago';
  if (days < 14) return ago(days, 'day');
  if (days < 2 * DAYS_A_MONTH) return ago(days / DAYS_A_WEEK, 'week');
  if (days < 2 * DAYS_A_YEAR) return ago(days / DAYS_A_MONTH, 'month');
  return ago(days / DAYS_A_YEAR, 'year');
}

function ago(count: number, unit: string): string {
  return `${many(Math.floor(count), unit)} ago`;
}
