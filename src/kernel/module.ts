import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { AccessMap } from './access/access-map';
import type { AppServices } from './app-services';
import type { RequestContext } from './context';
import type { Job } from './jobs/job';
import type { PersonalData } from './personal-data';

/** The parts of an HTTP request that a module may read. */
export interface RequestHead {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The address of the caller, behind the proxies that are trusted. */
  readonly ip: string;
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
  /**
   * Root fields of Query whose answer to somebody unknown depends on the arguments, on the language and on what is published,
   * and on nothing else: not on the caller, not on learners, not on the clock. They may be kept by browsers and CDNs.
   */
  readonly publicQueries?: readonly string[];
  /** Adds what its requests share, once a process. Nothing may ask the database yet. */
  readonly extendServices?: (services: AppServices) => void;
  /** Adds HTTP routes beside /graphql. */
  readonly routes?: (http: FastifyInstance, services: AppServices) => void;
  /** Adds its part to the context of a request; throws a refusal when the request asks for what it may not. */
  readonly extendContext?: (context: RequestContext, request: RequestHead) => void | Promise<void>;
  /** What it does beside requests. */
  readonly jobs?: readonly Job[];
  /** What its tables keep about people: for the export and the erasure of an account. */
  readonly personalData?: PersonalData;
  /** Looks at whole operations, before and after they run. */
  readonly plugin?: ApolloServerPlugin<RequestContext>;
}
