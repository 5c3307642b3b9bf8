/** The embedded PostgreSQL can't run here, or not now. The message says why and what to do; it is meant for people. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
