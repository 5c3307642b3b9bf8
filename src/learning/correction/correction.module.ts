import type { FeatureModule } from '../../kernel/module';
import { addCorrectionReader } from './correction-context';
import { CorrectionMutationsResolver } from './correction-mutations.resolver';
import { correctionAccess } from './correction.access';
import {
  AppliedCorrectionResolver,
  CorrectionAttemptResolver,
  CorrectionPaperResolver,
  CorrectionResolver,
} from './correction.resolver';
import { ResultCorrectionsResolver } from './result-corrections.resolver';
import { applyCorrectionsJob } from './run-corrections';

/** Corrections: grades of before and of later, when a key turned out to be wrong. Their tables stand with the attempts. */
export const correctionModule: FeatureModule = {
  folder: 'learning/correction',
  entities: [],
  resolvers: [
    CorrectionResolver,
    CorrectionPaperResolver,
    CorrectionAttemptResolver,
    AppliedCorrectionResolver,
    CorrectionMutationsResolver,
    ResultCorrectionsResolver,
  ],
  access: correctionAccess,
  extendContext: addCorrectionReader,
  jobs: [applyCorrectionsJob],
};
