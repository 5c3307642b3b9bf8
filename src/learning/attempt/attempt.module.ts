import type { FeatureModule } from '../../kernel/module';
import { Answer } from './answer.entity';
import { addAttemptReader } from './attempt-context';
import { AttemptItem } from './attempt-item.entity';
import { AttemptMutationsResolver } from './attempt-mutations.resolver';
import { attemptAccess } from './attempt.access';
import { attemptsExpired, attemptsStarted, attemptsSubmitted } from './attempt-events';
import { Attempt } from './attempt.entity';
import { attemptPersonalData } from './attempt.personal-data';
import { AttemptResolver, PaperItemResolver } from './attempt.resolver';
import './claim-attempts';
import { closeAttemptsJob } from './close-attempts';
import { AttemptGrade, ItemGrade } from './grade.entity';
import { GradingCorrection, GradingCorrectionPaper } from './grading-correction.entity';
import { QuestionExposure } from './question-exposure.entity';
import { learnerAttemptsResolvers } from './learner-attempts.resolver';
import { AttemptResultResolver, CareerAffinityResolver, ResultSectionResolver } from './result.resolver';
import { SelfReview } from './self-review.entity';

/** Attempts at assessments: papers, answers, grades. */
export const attemptModule: FeatureModule = {
  folder: 'learning/attempt',
  entities: [
    Attempt,
    AttemptItem,
    Answer,
    AttemptGrade,
    ItemGrade,
    GradingCorrection,
    GradingCorrectionPaper,
    SelfReview,
    QuestionExposure,
  ],
  resolvers: [
    AttemptResolver,
    AttemptMutationsResolver,
    AttemptResultResolver,
    CareerAffinityResolver,
    PaperItemResolver,
    ResultSectionResolver,
    ...learnerAttemptsResolvers,
  ],
  access: attemptAccess,
  extendContext: addAttemptReader,
  jobs: [closeAttemptsJob],
  events: [attemptsStarted, attemptsSubmitted, attemptsExpired],
  personalData: attemptPersonalData,
};
