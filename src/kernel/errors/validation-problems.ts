import type { ValidationError } from 'class-validator';
import { pointerTo, type Problem } from './problem';

/** class-validator's tree of errors as a flat list of problems. */
export function problemsOf(errors: readonly ValidationError[], pointer = ''): Problem[] {
  return errors.flatMap((error) => {
    const at = pointerTo(pointer, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ pointer: at, rule, message }));
    return [...own, ...problemsOf(error.children ?? [], at)];
  });
}
