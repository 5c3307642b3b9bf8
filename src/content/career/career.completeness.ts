import { atLeast, type CompletenessRule, eachEntry, everyDocument, longEnough } from '../publishing/completeness';
import type { CareerContent } from './career.content';

/** How many levels should say what they expect. */
const LEVELS = 3;

const levelsWithExpectations: CompletenessRule<CareerContent> = ({ content: { levels = [] } }) => {
  const telling = levels.filter(({ expectations = [] }) => expectations.length > 0).length;
  if (telling >= LEVELS) return [];
  const message = `has expectations for ${telling} of at least ${LEVELS} levels: say what can be observed of somebody at each`;
  return [{ pointer: '/levels', rule: 'few-levels', message }];
};

const skillMap: CompletenessRule<CareerContent> = ({ content: { skills = [] } }) => {
  if (skills.length === 0 || skills.some((edge) => edge.inSkillMap)) return [];
  const message = 'has no skill on the skill map: put inSkillMap: true on those whose topics the page is to show';
  return [{ pointer: '/skills', rule: 'no-skill-map', message }];
};

/** What a whole career page has. */
export const careerCompleteness = everyDocument<CareerContent>(
  longEnough('summary', 150, 'tell in some sentences what people of this career do, with what, and for whom'),
  atLeast('audience', 1, 'say whom it suits'),
  atLeast('prerequisites', 1, 'say what to bring before starting'),
  atLeast('responsibilities', 6, 'say what people of this career answer for'),
  atLeast('dayInTheLife', 1, 'tell a typical day in moments'),
  atLeast('industries', 1, 'name the industries that employ them'),
  levelsWithExpectations,
  atLeast('skills', 10, 'name the skills that it needs'),
  eachEntry('skills', { importance: 'say how much it is needed', requiredLevel: 'name the level that needs it' }),
  skillMap,
  atLeast('developmentAdvice', 1, 'say how to grow in this career'),
  atLeast('transitions', 2, 'name the careers that it can lead to'),
  eachEntry('transitions', { note: 'say what carries over and what is new' }),
  atLeast('learningPath', 4, 'lead into the career in steps that build on each other'),
  eachEntry('learningPath', {
    skills: 'name the skills that the step teaches',
    miniTask: 'end the step with a task that takes an hour or an evening',
  }),
  atLeast('projects', 1, 'name a project that trains it'),
  atLeast('interviewChecklist', 1, 'list what to be able to do before an interview'),
  atLeast('practicePrompts', 1, 'name an OPEN question to practise on'),
  atLeast('commonMistakes', 3, 'name mistakes that are often made, each with its remedy'),
  atLeast('nextSteps', 1, 'say what to do next'),
  atLeast('assessments', 1, 'name the assessments that go with it'),
);
