import { toGlobalId } from '../../kernel/graphql/global-id';

/** The opaque id of a correction that was applied. */
export const correctionGlobalId = (number: number): string => toGlobalId('AppliedCorrection', String(number));
