/** What a frontend of learners and reviewers sends: these two run exactly as they stand. */

export const SUBMIT_PROJECT = `mutation SubmitProject($input: SubmitProjectInput!) {
  submitProject(input: $input) { submission { id state evidence { criterion { id kind } text } } }
}`;

export const REVIEW_SUBMISSION = `mutation ReviewSubmission($input: ReviewSubmissionInput!) {
  reviewSubmission(input: $input) { submission { id state verdicts { criterion { id } met comment } } }
}`;

/** All that is seen of a submission. */
export const WHOLE_SUBMISSION = `id state stretchState round version repositoryUrl comment waitingSince heldUntil createdAt
  updatedAt project { slug title } reviewer { displayName } criteria { id kind text }
  evidence { criterion { id kind text } text } verdicts { criterion { id kind text } met comment }
  criteriaMet criteriaTotal acceptanceMet: criteriaMet(kind: ACCEPTANCE) acceptanceTotal: criteriaTotal(kind: ACCEPTANCE)
  stretchMet: criteriaMet(kind: STRETCH) stretchTotal: criteriaTotal(kind: STRETCH)
  rounds { number stretch repositoryUrl submittedAt withdrawnAt reviewedAt reviewer { displayName } comment
    criteria { id text } evidence { criterion { id text } text } verdicts { criterion { id text } met comment } }
  history(first: 100) { totalCount edges { node { at action by round state stretchState } } }`;
