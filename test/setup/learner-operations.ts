/** What a frontend of learners sends: these texts run exactly as they stand. */

export const REGISTER = `mutation Register($input: RegisterInput!) {
  register(input: $input) { accessToken refreshToken viewer { id roles } }
}`;

export const START_ATTEMPT = `mutation StartAttempt($input: StartAttemptInput!) {
  startAttempt(input: $input) {
    attemptToken
    attempt {
      id
      state
      startedAt
      deadline
      assessment { slug kind }
      paper { items { id position kind prompt points options { id text } skill { slug } } }
    }
  }
}`;

export const SAVE_ANSWERS = `mutation SaveAnswers($input: SaveAnswersInput!) {
  saveAnswers(input: $input) { attempt { id state answeredCount items { itemId optionIds text number answeredAt } } }
}`;

export const SUBMIT_ATTEMPT = `mutation SubmitAttempt($input: SubmitAttemptInput!) {
  submitAttempt(input: $input) {
    attempt {
      id
      state
      submittedAt
      result {
        points
        maxPoints
        percent
        passed
        sections { skill { slug name } percent }
        affinities { career { slug title } percent reasons { text } }
        advice { text }
      }
      review { itemId correct points maxPoints explanation correctOptionIds }
    }
  }
}`;

export const CLAIM_ATTEMPTS = `mutation ClaimAttempts($input: ClaimAttemptsInput!) {
  claimAttempts(input: $input) { attempts { id state } }
}`;
