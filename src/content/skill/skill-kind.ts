import { registerEnumType } from 'type-graphql';

export enum SkillKind {
  TECHNICAL = 'TECHNICAL',
  TOOL = 'TOOL',
  TRANSVERSAL = 'TRANSVERSAL',
}

registerEnumType(SkillKind, {
  name: 'SkillKind',
  description: 'What kind of skill it is.',
  valuesConfig: {
    TECHNICAL: { description: 'Knowledge or practice of a technical field.' },
    TOOL: { description: 'A concrete language, product or tool.' },
    TRANSVERSAL: { description: 'A way of working that counts in any career.' },
  },
});
