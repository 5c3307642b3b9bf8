import type { ClassType } from 'type-graphql';
import type { Problem } from '../../kernel/errors/problem';
import type { FilterDefinition } from '../../kernel/graphql/filter';
import type { OrderDefinition } from '../../kernel/graphql/order';
import type { AuthoredDocument, Remark } from './completeness';
import type { ContentNode } from './content-node';
import type { PlannedGraph } from './planned-graph';

/** How complete content must be: a draft may lack what publishing needs. */
export type Stage = 'draft' | 'publishing';

/** Rows of one edge table that an edition states; edition, document and position are added by the writer. */
export interface EdgeRows {
  readonly entity: Function;
  readonly rows: readonly object[];
}

/** What an edition looks like as typed rows: the columns of the node, its edges and its claims. */
export interface Projection {
  readonly node: object;
  readonly edges?: readonly EdgeRows[];
}

/** A problem that a kind finds in a plan. */
export interface KindPlanProblem extends Problem {
  readonly severity: 'ERROR' | 'WARNING';
  readonly documentId: string;
}

/** A list of a kind's content whose items learners record progress on. Each item has an id that stays. */
export interface RecordableList {
  /** What its items are, as in GraphQL's ItemKind: LEARNING_STEP. */
  readonly kind: string;
  /** The same in words: steps of a learning path. */
  readonly description: string;
  /** The fields that lead to it, such as learningPath, miniTask; a list on the way means each of its entries. */
  readonly path: readonly string[];
  /** The field of an item that people know it by. */
  readonly label: string;
}

/** Everything that the CMS needs to know about one kind of content. A feature folder defines one. */
export interface ContentKind<N extends ContentNode = ContentNode, C extends object = object> {
  /** The key, as in GraphQL's DocumentKind and in document.kind: CAREER. */
  readonly kind: string;
  /** The folder under content/ and src/content/: career, learning-resource. */
  readonly folder: string;
  /** What one of them is called in a message: career, learning resource. */
  readonly description: string;
  readonly node: ClassType<N>;
  readonly content: ClassType<C>;
  /** The name that people know a document by. */
  title(content: C): string;
  /**
   * Rules over several fields; what one field must be stands at the field. A draft may lack what the rules ask for, and
   * may not state what they forbid.
   */
  check?(content: C, stage: Stage): Problem[];
  /**
   * What speaks against publishing, seen over the whole graph as it would be; for the documents that are touched.
   * Missing fields and references that lead nowhere are found for every kind.
   */
  plan?(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]>;
  /**
   * What an author should add to documents that could be published as they are, and mistakes that show only beside the
   * others of the kind. `npm run content -- check` tells it.
   */
  completeness?(documents: readonly AuthoredDocument<C>[]): Remark[];
  /** What learners record progress on; nothing when left out. */
  readonly recordable?: readonly RecordableList[];
  /** Typed rows of an edition. References in `content` are document ids here, and absent fields are absent. */
  project(content: C): Projection;
  /** What lists of it can be filtered by; it names the table of the nodes too. */
  readonly filter: FilterDefinition;
  readonly order: OrderDefinition;
}
