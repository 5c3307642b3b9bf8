/** How often the event loop of this process is looked at, in milliseconds. */
const STEP = 10;

/**
 * Watches how long this process, which the app under test runs in, is unable to answer anybody. A time in which the machine
 * gave it nothing to compute with does not count.
 */
export function watchFreezes(): { longest(): number; stop(): void } {
  let longest = 0;
  let at = performance.now();
  let used = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    const gap = performance.now() - at - STEP;
    longest = Math.max(longest, Math.min(gap, (user + system) / 1000));
    at = performance.now();
    used = process.cpuUsage();
  }, STEP);
  return { longest: () => longest, stop: () => clearInterval(timer) };
}
