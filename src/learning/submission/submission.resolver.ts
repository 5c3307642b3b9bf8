import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { CriterionKind } from '../../content/project/criterion-kind';
import { Criterion, Project } from '../../content/project/project.entity';
import { projectKind } from '../../content/project/project.kind';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { countCriteria, type CriteriaCount } from './criteria-count';
import './submission-context';
import { criterionGlobalId, requireSubmissionKey } from './submission-ids';
import type { RoundRow, SubmissionRow } from './submission-reader';
import { noSuchSubmission } from './submission-state';
import {
  SubmissionEventConnection,
  SubmissionEvidenceType,
  SubmissionRoundType,
  SubmissionType,
  SubmissionVerdictType,
  toSubmissionEventType,
  toSubmissionRoundType,
  toSubmissionType,
} from './submission.types';

/** Submissions as their learners and reviewers see them. */
@Resolver(() => SubmissionType)
export class SubmissionResolver {
  @Query(() => SubmissionType, {
    description:
      'A submission: your own, or for a REVIEWER one that is in the queue or that you have had for review. NOT_FOUND for any other.',
  })
  async submission(
    @Arg('id', () => ID, { description: 'The id of the submission.' }) id: string,
    @Ctx() { viewer, submissions }: RequestContext,
  ): Promise<SubmissionType> {
    const row = await submissions.byId(viewer!, requireSubmissionKey(id, '/id'));
    if (!row) throw noSuchSubmission();
    return toSubmissionType(row);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project, as it is published now, or as it last was: to name it. What is judged are `criteria`.',
  })
  project(@Root() { row }: SubmissionType, @Ctx() { editions }: RequestContext): Promise<Project | null> {
    return editions.lastPublished(projectKind, row.projectId);
  }

  @FieldResolver(() => String, { description: 'The address of what was built, of the latest round.' })
  async repositoryUrl(@Root() { row }: SubmissionType, @Ctx() context: RequestContext): Promise<string> {
    return (await latestRound(row, context)).repositoryUrl;
  }

  @FieldResolver(() => [Criterion], {
    description: 'What the latest round is judged by: the criteria that the project had when it was handed in.',
  })
  async criteria(@Root() { row }: SubmissionType, @Ctx() context: RequestContext): Promise<Criterion[]> {
    return criteriaOf(await latestRound(row, context), context);
  }

  @FieldResolver(() => [SubmissionEvidenceType], {
    description: 'The evidence of the latest round, in the order of the criteria.',
  })
  async evidence(@Root() { row }: SubmissionType, @Ctx() context: RequestContext): Promise<SubmissionEvidenceType[]> {
    return evidenceOf(await latestRound(row, context), context);
  }

  @FieldResolver(() => [SubmissionVerdictType], {
    description: 'The verdicts on the latest round, in the order of the criteria; empty until it is judged.',
  })
  async verdicts(@Root() { row }: SubmissionType, @Ctx() context: RequestContext): Promise<SubmissionVerdictType[]> {
    return verdictsOf(await latestRound(row, context), context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the reviewer says of the latest round as a whole; null until it is judged, or for nothing.',
  })
  async comment(@Root() { row }: SubmissionType, @Ctx() context: RequestContext): Promise<string | null> {
    return (await latestRound(row, context)).comment;
  }

  @FieldResolver(() => Int, {
    description:
      'How many criteria are met: those whose latest verdict says so, in whichever round it was given. What was met for PASSED stays met.',
  })
  async criteriaMet(
    @Root() { row }: SubmissionType,
    @Arg('kind', () => CriterionKind, { nullable: true, description: 'Only those of this kind; all when left out.' })
    kind: CriterionKind | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<number> {
    return (await counted(row, kind, context)).reduce((sum, { met }) => sum + met, 0);
  }

  @FieldResolver(() => Int, {
    description:
      'How many criteria count: those that it is judged by, and stretch criteria that were met and are gone from the project since.',
  })
  async criteriaTotal(
    @Root() { row }: SubmissionType,
    @Arg('kind', () => CriterionKind, { nullable: true, description: 'Only those of this kind; all when left out.' })
    kind: CriterionKind | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<number> {
    return (await counted(row, kind, context)).reduce((sum, { total }) => sum + total, 0);
  }

  @FieldResolver(() => [SubmissionRoundType], {
    description: 'Every handing in, first to last, with what it was judged by; 50 at most.',
  })
  async rounds(
    @Root() { row }: SubmissionType,
    @Ctx() { submissions }: RequestContext,
  ): Promise<SubmissionRoundType[]> {
    return (await submissions.rounds(row)).map(toSubmissionRoundType);
  }

  @FieldResolver(() => SubmissionEventConnection, { description: 'Everything that was done with it, first to last.' })
  async history(
    @Root() { row }: SubmissionType,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { submissions, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await submissions.history(row, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toSubmissionEventType(node) })) };
  }
}

@Resolver(() => SubmissionRoundType)
export class SubmissionRoundResolver {
  @FieldResolver(() => [Criterion], {
    description: 'What it is judged by: the criteria that the project had when it was handed in.',
  })
  criteria(@Root() { row }: SubmissionRoundType, @Ctx() context: RequestContext): Promise<Criterion[]> {
    return criteriaOf(row, context);
  }

  @FieldResolver(() => [SubmissionEvidenceType], { description: 'The evidence, in the order of the criteria.' })
  evidence(@Root() { row }: SubmissionRoundType, @Ctx() context: RequestContext): Promise<SubmissionEvidenceType[]> {
    return evidenceOf(row, context);
  }

  @FieldResolver(() => [SubmissionVerdictType], {
    description: 'The verdicts, in the order of the criteria; empty until it is judged.',
  })
  verdicts(@Root() { row }: SubmissionRoundType, @Ctx() context: RequestContext): Promise<SubmissionVerdictType[]> {
    return verdictsOf(row, context);
  }
}

async function latestRound(row: SubmissionRow, { submissions }: RequestContext): Promise<RoundRow> {
  const round = (await submissions.rounds(row)).at(-1);
  // Erased with its learner since it was found.
  if (!round) throw noSuchSubmission();
  return round;
}

async function criteriaOf({ projectEditionId }: RoundRow, { editions }: RequestContext): Promise<Criterion[]> {
  return (await editions.byEdition(projectKind, projectEditionId))!.criteria;
}

async function evidenceOf(round: RoundRow, context: RequestContext): Promise<SubmissionEvidenceType[]> {
  const [criteria, rows] = await Promise.all([criteriaOf(round, context), context.submissions.evidence(round)]);
  return inOrder(round, criteria, rows).map(({ criterion, entry: { text } }) => ({ criterion, text }));
}

async function verdictsOf(round: RoundRow, context: RequestContext): Promise<SubmissionVerdictType[]> {
  const { learnerId, submissionId: id, number } = round;
  const [criteria, rows] = await Promise.all([
    criteriaOf(round, context),
    context.submissions.verdicts({ learnerId, id }),
  ]);
  const ofRound = rows.filter((row) => row.round === number);
  return inOrder(round, criteria, ofRound).map(({ criterion, entry: { met, comment } }) => ({
    criterion,
    met,
    comment,
  }));
}

/** Entries with their criteria, in the order of these. */
function inOrder<Entry extends { readonly criterionId: string }>(
  { projectId }: RoundRow,
  criteria: readonly Criterion[],
  entries: readonly Entry[],
): { criterion: Criterion; entry: Entry }[] {
  const byCriterion = new Map(entries.map((entry) => [criterionGlobalId(projectId, entry.criterionId), entry]));
  return criteria.flatMap((criterion) => {
    const entry = byCriterion.get(criterion.id);
    return entry ? [{ criterion, entry }] : [];
  });
}

async function counted(
  row: SubmissionRow,
  kind: CriterionKind | null | undefined,
  context: RequestContext,
): Promise<CriteriaCount[]> {
  const { submissions } = context;
  const [rounds, verdicts] = await Promise.all([submissions.rounds(row), submissions.verdicts(row)]);
  const criteria = await Promise.all(rounds.map((round) => criteriaOf(round, context)));
  const counts = countCriteria(
    rounds.map(({ number, stretch, projectId }, index) => ({
      stretch,
      criteria: criteria[index]!,
      verdicts: verdicts
        .filter(({ round }) => round === number)
        .map(({ criterionId, met }) => ({ criterionId: criterionGlobalId(projectId, criterionId), met })),
    })),
  );
  return kind == null ? Object.values(counts) : [counts[kind]];
}
