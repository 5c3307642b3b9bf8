import { apiTokenModule } from './accounts/api-token/api-token.module';
import { auditModule } from './accounts/audit/audit.module';
import { callerBudgetModule } from './accounts/caller-budget/caller-budget.module';
import { idempotencyModule } from './accounts/idempotency/idempotency.module';
import { personalDataModule } from './accounts/personal-data/personal-data.module';
import { previewTokenModule } from './accounts/preview-token/preview-token.module';
import { sessionModule } from './accounts/session/session.module';
import { userModule } from './accounts/user/user.module';
import { assessmentModule } from './content/assessment/assessment.module';
import { careerModule } from './content/career/career.module';
import { employerModule } from './content/employer/employer.module';
import { industryModule } from './content/industry/industry.module';
import { levelModule } from './content/level/level.module';
import { projectModule } from './content/project/project.module';
import { publishingModule } from './content/publishing/publishing.module';
import { questionModule } from './content/question/question.module';
import { releasesModule } from './content/releases/releases.module';
import { skillModule } from './content/skill/skill.module';
import { sourceModule } from './content/source/source.module';
import type { FeatureModule } from './kernel/module';
import { attemptModule } from './learning/attempt/attempt.module';
import { correctionModule } from './learning/correction/correction.module';
import { learnerModule } from './learning/learner/learner.module';
import { progressModule } from './learning/progress/progress.module';
import { readinessModule } from './learning/readiness/readiness.module';
import { receiptModule } from './learning/receipt/receipt.module';
import { statisticsModule } from './learning/statistics/statistics.module';
import { submissionModule } from './learning/submission/submission.module';

/** THE list of features, leaf first. A feature is one folder and one line here. */
export const modules: readonly FeatureModule[] = [
  auditModule,
  userModule,
  apiTokenModule,
  previewTokenModule,
  sessionModule,
  idempotencyModule,
  callerBudgetModule,
  personalDataModule,
  publishingModule,
  releasesModule,
  industryModule,
  employerModule,
  sourceModule,
  levelModule,
  skillModule,
  questionModule,
  projectModule,
  assessmentModule,
  careerModule,
  learnerModule,
  attemptModule,
  receiptModule,
  correctionModule,
  statisticsModule,
  submissionModule,
  progressModule,
  readinessModule,
];
