/**
 * How long after the deadline answers are still taken, in seconds. An answer that was given in time may need that long to
 * arrive over a slow network, with a repetition or two; it is too short to think about another question.
 */
export const ATTEMPT_GRACE_SECONDS = 30;
