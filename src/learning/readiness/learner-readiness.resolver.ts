import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { levelKind } from '../../content/level/level.kind';
import { projectKind } from '../../content/project/project.kind';
import { skillKind } from '../../content/skill/skill.kind';
import type { RequestContext } from '../../kernel/context';
import { badInput } from '../../kernel/errors/errors';
import { pageByKey } from '../../kernel/graphql/keyed-page';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { gap } from '../evidence/gap';
import { nextSkills } from '../evidence/next-skills';
import { forLearners, learnerIdOf, type LearnerType } from '../learner/anonymous-learner.types';
import { levelsOf, requirementsOf } from './career-requirements';
import { SkillMasteryConnection } from './evidence.types';
import './readiness-context';
import type { CareerOfLearner } from './readiness-reader';
import { CareerGap, CareerProgress, NextSkill } from './readiness.types';
import { toCareerProgress, toMissingSkills, toNextSkills, toSkillMastery } from './to-readiness-types';

const CAREER = 'The slug of a career, now or in the past.';
const NO_CAREER = 'Null when there is no such career, or none that is public.';

/** How many skills a person can take on at once. */
const NEXT_SKILLS = 3;

/** What readiness adds to whoever learns. */
export const learnerReadinessResolvers = forLearners((type) => {
  @Resolver(() => type)
  class LearnerReadinessResolver {
    @FieldResolver(() => CareerProgress, {
      nullable: true,
      description: `How far you have come in a career: what you did of what it has now. ${NO_CAREER}`,
    })
    async careerProgress(
      @Root() learner: LearnerType,
      @Arg('career', () => String, { description: CAREER }) slug: string,
      @Ctx() { readiness }: RequestContext,
    ): Promise<CareerProgress | null> {
      const found = await readiness.career(learnerIdOf(learner), slug);
      if (!found) return null;
      const [skills, projects] = await Promise.all([
        readiness.graph.byIds(
          skillKind,
          found.career.ownedSkills.map(({ skill }) => skill),
        ),
        readiness.graph.byIds(projectKind, found.career.projectIds),
      ]);
      return toCareerProgress(found, skills, projects);
    }

    @FieldResolver(() => CareerGap, {
      nullable: true,
      description: `What a career asks for at a level, beside what you have shown. ${NO_CAREER} BAD_USER_INPUT for a level that the career does not speak of, with those that it does.`,
    })
    async gap(
      @Root() learner: LearnerType,
      @Arg('career', () => String, { description: CAREER }) slug: string,
      @Arg('level', () => String, { description: 'The slug of a level, now or in the past, such as mid.' })
      levelSlug: string,
      @Ctx() { readiness }: RequestContext,
    ): Promise<CareerGap | null> {
      const [found, level] = await Promise.all([
        readiness.career(learnerIdOf(learner), slug),
        readiness.graph.bySlug(levelKind, levelSlug),
      ]);
      if (!found) return null;
      const { career, history } = found;
      const asked = levelsOf(career, history.network).find(({ id }) => id === level?.documentId);
      if (!level || !asked) throw await unknownLevel(found, readiness);
      const { readiness: percent, missing } = gap(
        requirementsOf(career, history.network),
        { name: level.name, rank: asked.rank },
        history.evidence,
      );
      const skills = await readiness.graph.byIds(
        skillKind,
        missing.map(({ requirement }) => requirement.skillId),
      );
      return { level, readiness: percent, missing: toMissingSkills(missing, skills, history) };
    }

    @FieldResolver(() => [NextSkill], {
      nullable: true,
      description: `What to learn next for a career: what is missing at the lowest level for which you are not ready, prerequisites first, then what closes most of the gap. Empty when you are ready for every level. ${NO_CAREER}`,
    })
    async nextSkills(
      @Root() learner: LearnerType,
      @Arg('career', () => String, { description: CAREER }) slug: string,
      @Arg('first', () => Int, {
        nullable: true,
        description: `How many to return at most; ${NEXT_SKILLS} when left out. Over the limit of a page (100 unless set otherwise) is BAD_USER_INPUT.`,
      })
      first: number | null,
      @Ctx() { readiness, maxPageSize }: RequestContext,
    ): Promise<NextSkill[] | null> {
      const { limit } = requirePage({ first: first ?? NEXT_SKILLS }, maxPageSize);
      const found = await readiness.career(learnerIdOf(learner), slug);
      if (!found) return null;
      const { career, history } = found;
      const { network, evidence } = history;
      const ladder = {
        requirements: requirementsOf(career, network),
        levels: levelsOf(career, network),
        prerequisitesOf: network.prerequisitesOf,
      };
      const next = nextSkills(ladder, evidence).slice(0, limit);
      const skills = await readiness.graph.byIds(
        skillKind,
        next.map(({ skillId }) => skillId),
      );
      return toNextSkills(next, skills, history);
    }

    @FieldResolver(() => SkillMasteryConnection, {
      description:
        'The public skills of which you have shown something, by slug, each with what it was. What was shown of a skill that another one replaces counts for that one.',
    })
    async skills(
      @Root() learner: LearnerType,
      @Args(() => PageArguments) args: PageArguments,
      @Ctx() { readiness, maxPageSize }: RequestContext,
    ): Promise<object> {
      const page = requirePage(args, maxPageSize);
      const history = await readiness.history(learnerIdOf(learner));
      const { network, evidence } = history;
      const shown = network.publicSkills.filter((id) => evidence.for(id).some(({ share }) => share === 1));
      const skills = await readiness.graph.byIds(skillKind, shown);
      const all = pageByKey('skills-of-learner', skills, ({ slug }) => slug, page);
      return { ...all, edges: all.edges.map(({ cursor, node }) => ({ cursor, node: toSkillMastery(node, history) })) };
    }
  }
  return LearnerReadinessResolver;
});

async function unknownLevel(
  { career, history }: CareerOfLearner,
  { graph }: RequestContext['readiness'],
): Promise<Error> {
  const ids = levelsOf(career, history.network).map(({ id }) => id);
  const slugs = (await graph.byIds(levelKind, ids)).map(({ slug }) => slug);
  const known = slugs.length > 0 ? `pass one of ${slugs.join(', ')}` : 'there are no levels';
  return badInput('/level', 'level', `${career.title} does not speak of this level: ${known}.`);
}
