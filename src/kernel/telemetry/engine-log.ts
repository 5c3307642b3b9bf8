/** What a part of the log is written through. */
interface Log {
  error(details: object, text: string): void;
  warn(details: object, text: string): void;
}

type Write = (message?: unknown) => void;

/**
 * What Apollo and its plugins tell of, in our log. Their messages end with the words of an error, which may repeat values:
 * the first words alone are kept, and an error is shown as the log shows errors.
 */
export function engineLog(log: Log): Readonly<Record<'debug' | 'info' | 'warn' | 'error', Write>> {
  const told =
    (level: 'warn' | 'error'): Write =>
    (message) => {
      if (message instanceof Error) log[level]({ err: message }, 'the engine met an error');
      else log[level]({}, String(message).split(/[:.]/)[0]!);
    };
  const nothing: Write = () => undefined;
  return { debug: nothing, info: nothing, warn: told('warn'), error: told('error') };
}
