import { execFileSync } from 'node:child_process';
import { findBreakingChanges, type GraphQLSchema } from 'graphql';
import { checkoutFolder } from '../../src/checkout-folder';

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: checkoutFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/**
 * The last committed version of a file that differs from the present text: before a commit what stands in HEAD, after it
 * what stood there before. `reason` says why there is none.
 */
export function lastCommittedVersion(file: string, present: string): { text: string } | { text: null; reason: string } {
  const commits = git('log', '--format=%H', '--max-count=100', '--', file)?.trim();
  if (commits === undefined) return { text: null, reason: 'this is no git checkout, or there is no git' };
  for (const commit of commits.split('\n').filter(Boolean)) {
    const text = git('show', `${commit}:${file}`);
    if (text !== undefined && text !== present) return { text };
  }
  return { text: null, reason: 'the file has no earlier version' };
}

/** The breaking changes between two versions of a schema that the notes do not mention word by word. */
export function unnotedChanges(before: GraphQLSchema, after: GraphQLSchema, notes: string): string[] {
  return findBreakingChanges(before, after)
    .map((change) => change.description)
    .filter((description) => !notes.includes(description));
}
