import type { FeatureModule } from '../../kernel/module';
import {
  FitCareerReportResolver,
  FitQuestionReportResolver,
  FitReportResolver,
  FitWitnessAnswerResolver,
} from './fit-report.resolver';
import { addStatisticsReader } from './statistics-context';
import { statisticsAccess } from './statistics.access';
import { StatisticsResolver } from './statistics.resolver';

/** What attempts say of questions, and what a fit test is worth: for editors. */
export const statisticsModule: FeatureModule = {
  folder: 'learning/statistics',
  entities: [],
  resolvers: [
    StatisticsResolver,
    FitReportResolver,
    FitCareerReportResolver,
    FitQuestionReportResolver,
    FitWitnessAnswerResolver,
  ],
  access: statisticsAccess,
  extendContext: addStatisticsReader,
};
