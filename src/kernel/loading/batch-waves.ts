/**
 * Lets loaders send their batches in waves: as long as statements of a request are under way, keys are collected, and all that
 * were asked for meanwhile go out together. So what is batched does not depend on which statement happens to answer first, and
 * the number of statements of an operation is always the same.
 */
export class BatchWaves {
  private underWay = 0;
  private waiting: (() => void)[] = [];
  private flushing = false;

  /** DataLoader's batchScheduleFn: sends the batch with the next wave. */
  readonly schedule = (send: () => void): void => {
    this.waiting.push(send);
    this.flushWhenIdle();
  };

  /** Runs a statement as part of the present wave. */
  async run<T>(statement: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await statement();
    } finally {
      this.underWay -= 1;
      this.flushWhenIdle();
    }
  }

  private flushWhenIdle(): void {
    if (this.flushing || this.underWay > 0 || this.waiting.length === 0) return;
    this.flushing = true;
    // After all promise jobs: resolvers that go on with the last answer get to ask for more first, as with DataLoader's own
    // schedule.
    void Promise.resolve().then(() => process.nextTick(() => this.flush()));
  }

  private flush(): void {
    this.flushing = false;
    if (this.underWay > 0) return;
    const wave = this.waiting;
    this.waiting = [];
    for (const send of wave) send();
  }
}
