import { Career } from '../../content/career/career.entity';
import { careerKind } from '../../content/career/career.kind';
import { GraphReader } from '../../content/publishing/graph-reader';
import { published } from '../../content/publishing/perspective';
import { oneByKey } from '../../kernel/loading/loaders';
import type { RequestContext } from '../../kernel/context';
import { LearnerHistory } from './learner-history';
import { type LearnerRecord, readLearnerRecords } from './learner-record';
import type { SkillNetwork } from './skill-network';

/** What a career asks for beside what a learner did. */
export interface CareerOfLearner {
  readonly career: Career;
  readonly history: LearnerHistory;
}

/**
 * Reads what learners did and what careers ask for: always the public graph, whatever the perspective of the request. It is
 * asked with learners who have proved to be who they are. The number of statements is the same for one career and for a
 * hundred, for ten pieces of evidence and for thousands.
 */
export class ReadinessReader {
  private ownGraph: GraphReader | undefined;
  private readonly records = oneByKey<LearnerRecord>(this.context.waves, async (learnerIds) => {
    // What was read is for all who asked at once and no longer: a later mutation of the same request may add to it.
    for (const learnerId of learnerIds) this.records.clear(learnerId);
    return this.context.waves.run(() => readLearnerRecords(this.context.dataSource, learnerIds));
  });
  private readonly histories = new WeakMap<LearnerRecord, LearnerHistory>();

  constructor(private readonly context: RequestContext) {}

  /** The public graph. */
  get graph(): GraphReader {
    const { graph, dataSource, maxPageSize, waves } = this.context;
    if (graph.perspective.kind === 'published') return graph;
    return (this.ownGraph ??= new GraphReader(dataSource, published, maxPageSize, waves));
  }

  /** The public skills and levels. */
  async network(): Promise<SkillNetwork> {
    const publication = (await this.graph.publicationNumber())!;
    return this.context.waves.run(() => this.context.services.skillNetworks.at(publication));
  }

  /** What a learner did. Attempts whose time has run out are closed first, as they count then. */
  async history(learnerId: string): Promise<LearnerHistory> {
    await this.context.attempts.closeOverdue(learnerId);
    const [record, network] = await Promise.all([this.records.load(learnerId), this.network()]);
    const known = this.histories.get(record!) ?? new LearnerHistory(record!, network);
    this.histories.set(record!, known);
    return known;
  }

  /** A public career by its slug, now or in the past, and what the learner did; null when there is no such career. */
  async career(learnerId: string, slug: string): Promise<CareerOfLearner | null> {
    const [career, history] = await Promise.all([this.graph.bySlug(careerKind, slug), this.history(learnerId)]);
    return career && { career, history };
  }
}
