/**
 * Finds cycles that lead through one of the given nodes.
 * @param next the nodes that a node leads to
 * @returns each cycle once, as the path from a node back to itself (without repeating it)
 */
export function cyclesThrough(starts: readonly string[], next: (node: string) => readonly string[]): string[][] {
  const found = new Map<string, string[]>();
  for (const start of starts) {
    const path = pathBack(start, next);
    if (path) found.set(path.toSorted().join(), path);
  }
  return [...found.values()];
}

/** The shortest way from a node back to itself, breadth first. */
function pathBack(start: string, next: (node: string) => readonly string[]): string[] | undefined {
  const cameFrom = new Map<string, string>();
  let frontier = [start];
  while (frontier.length > 0) {
    const reached: string[] = [];
    for (const node of frontier) {
      for (const target of next(node)) {
        if (target === start) return trace(node, start, cameFrom);
        if (cameFrom.has(target)) continue;
        cameFrom.set(target, node);
        reached.push(target);
      }
    }
    frontier = reached;
  }
  return undefined;
}

function trace(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end];
  while (path[0] !== start) path.unshift(cameFrom.get(path[0]!)!);
  return path;
}
