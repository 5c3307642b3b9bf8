/**
 * What the promise comes to, if that is in time.
 * @param milliseconds how long to wait
 * @throws Error with the message, when it takes longer; the work itself goes on, and what becomes of it is not heard
 */
export async function within<T>(milliseconds: number, work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
