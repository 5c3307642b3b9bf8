import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const skillAccess: AccessMap = {
  Query: { skill: anyone, skills: anyone },
  Mutation: { saveSkill: editors },
};
