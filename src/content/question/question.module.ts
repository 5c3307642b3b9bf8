import type { FeatureModule } from '../../kernel/module';
import { questionAccess } from './question.access';
import { Affinity, Question, QuestionSkill } from './question.entity';
import { QuestionResolver, SkillQuestionsResolver } from './question.resolver';
import { questionKind } from './question.kind';
import { saveMutation } from '../publishing/save-mutation';

export const questionModule: FeatureModule = {
  folder: 'content/question',
  entities: [Question, QuestionSkill, Affinity],
  resolvers: [QuestionResolver, SkillQuestionsResolver, saveMutation(questionKind)],
  access: questionAccess,
  publicQueries: ['question', 'questions'],
};
