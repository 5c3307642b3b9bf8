import type { AccessMap } from '../../kernel/access/access-map';
import { inPerson } from '../access-rules';

export const personalDataAccess: AccessMap = {
  Mutation: { exportMyData: inPerson, eraseMyData: inPerson },
};
