import type { RequestContext } from './context';
import type { AccessMap } from './access/access-map';

/** The parts of an HTTP request that a module may read. */
export interface RequestHead {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One feature: a folder, and one line in modules.ts. */
export interface FeatureModule {
  /** The folder's path under src/, such as content/career. */
  readonly folder: string;
  /** The classes of its tables. */
  readonly entities: readonly Function[];
  /** Its type-graphql resolver classes. */
  readonly resolvers: readonly Function[];
  /** Who may use its root fields, and its sensitive object fields. */
  readonly access: AccessMap;
  /** Adds its part to the context of a request; throws a refusal when the request asks for what it may not. */
  readonly extendContext?: (context: RequestContext, request: RequestHead) => void | Promise<void>;
}
