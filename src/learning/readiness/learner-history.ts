import { itemGlobalId, parseItemGlobalId } from '../../content/publishing/content-node';
import { answerEvidence, type Evidence, projectEvidence, topicEvidence } from '../evidence/evidence';
import type { ItemState } from '../evidence/career-progress';
import { LearnerEvidence } from '../evidence/learner-evidence';
import { sharesFor } from '../evidence/skill-spread';
import type { LearnerRecord } from './learner-record';
import { type ProjectStanding, reviewedProjects, standingsOf } from './reviewed-projects';
import type { SkillNetwork } from './skill-network';

/** Where a piece of evidence comes from. */
export type EvidenceOrigin =
  | { readonly table: 'attempt'; readonly learnerId: string; readonly id: string }
  | { readonly table: 'submission'; readonly learnerId: string; readonly id: string }
  | { readonly table: 'progress'; readonly learnerId: string; readonly documentId: string; readonly itemId: string };

const FURTHEST_FIRST: readonly ItemState[] = ['DONE', 'IN_PROGRESS', 'NOT_STARTED'];

/** What a learner did, seen from the skills, careers and projects of the public graph. */
export class LearnerHistory {
  readonly evidence: LearnerEvidence;
  readonly projects: ReadonlyMap<string, ProjectStanding>;
  private readonly states: ReadonlyMap<string, ItemState>;
  private readonly origins = new Map<string, EvidenceOrigin>();

  constructor(
    record: LearnerRecord,
    readonly network: SkillNetwork,
  ) {
    const { progress, submissions, now } = record;
    this.states = new Map(progress.map(({ documentId, itemId, state }) => [itemGlobalId(documentId, itemId), state]));
    this.projects = standingsOf(submissions);
    const pieces = [...this.answers(record), ...this.topics(record), ...this.projectPieces(record)];
    this.evidence = new LearnerEvidence(pieces, network.graph, now);
  }

  /** How far the learner is with an item, by its opaque id. */
  stateOf(itemId: string): ItemState {
    return this.states.get(itemId) ?? 'NOT_STARTED';
  }

  /**
   * How far the learner is with a topic of a skill. A topic that came along from a skill which this one replaces brings its
   * state along, until the learner records another one here.
   * @param topicId the opaque id of the topic
   */
  topicState(skillId: string, topicId: string): ItemState {
    const own = this.states.get(topicId);
    if (own) return own;
    const { itemId } = parseItemGlobalId(topicId)!;
    const before = [...sharesFor(skillId, this.network.graph)]
      .filter(([id, share]) => share === 1 && id !== skillId)
      .map(([id]) => this.stateOf(itemGlobalId(id, itemId)));
    return FURTHEST_FIRST.find((state) => before.includes(state)) ?? 'NOT_STARTED';
  }

  /** What a piece of this learner's evidence was made from. */
  originOf(piece: Evidence): EvidenceOrigin {
    return this.origins.get(keyOf(piece))!;
  }

  private answers({ learnerId, answers }: LearnerRecord): Evidence[] {
    return answers.flatMap(({ attemptId, skillId, at, ...answer }) => {
      const graded = { ...answer, skillIds: [skillId], answered: true, at: new Date(at) };
      return this.from(answerEvidence(graded), { table: 'attempt', learnerId, id: attemptId });
    });
  }

  /** From what was recorded alone: a skill that replaces another gets the topics of that one by lineage. */
  private topics({ learnerId, progress }: LearnerRecord): Evidence[] {
    return progress
      .filter(({ kind, state }) => kind === 'SKILL' && state === 'DONE')
      .flatMap(({ documentId, itemId, at }) =>
        this.from([topicEvidence({ skillId: documentId, topicId: itemId, at: new Date(at) })], {
          table: 'progress',
          learnerId,
          documentId,
          itemId,
        }),
      );
  }

  private projectPieces({ learnerId, submissions }: LearnerRecord): Evidence[] {
    return reviewedProjects(submissions).flatMap((project) =>
      projectEvidence(project).flatMap((piece) => {
        const judgedIn = submissions.find(
          ({ projectId, rounds }) =>
            projectId === project.projectId && rounds.some(({ at }) => new Date(at).getTime() === piece.at.getTime()),
        )!;
        return this.from([piece], { table: 'submission', learnerId, id: judgedIn.submissionId });
      }),
    );
  }

  private from(pieces: Evidence[], origin: EvidenceOrigin): Evidence[] {
    for (const piece of pieces) this.origins.set(keyOf(piece), origin);
    return pieces;
  }
}

/** Names one piece among all of a learner; of several about the same thing at the same moment one counts. */
const keyOf = ({ kind, source, at }: Evidence): string => `${kind} ${source} ${at.getTime()}`;
