import type { AppServices } from '../../kernel/app-services';
import type { RequestContext } from '../../kernel/context';
import '../attempt/attempt-context';
import { ReadinessReader } from './readiness-reader';
import { SkillNetworks } from './skill-network';

declare module '../../kernel/app-services' {
  interface AppServices {
    /** The public skills, as all learners are measured by them. */
    skillNetworks: SkillNetworks;
  }
}

declare module '../../kernel/context' {
  interface RequestContext {
    /** What learners did, beside what careers ask for. */
    readiness: ReadinessReader;
  }
}

export function addSkillNetworks(services: AppServices): void {
  services.skillNetworks = new SkillNetworks(services.dataSource);
}

export function addReadinessReader(context: RequestContext): void {
  context.readiness = new ReadinessReader(context);
}
