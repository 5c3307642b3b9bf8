import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const questionAccess: AccessMap = {
  Query: { question: anyone, questions: anyone },
  Mutation: { saveQuestion: editors },
};
