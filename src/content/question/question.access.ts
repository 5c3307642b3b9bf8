import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const questionAccess: AccessMap = {
  Query: { question: anyone, questions: anyone },
};
