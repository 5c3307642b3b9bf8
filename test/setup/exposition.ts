/** One value of an exposition in the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric: what it is, and its values. */
export interface MetricFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: Sample[];
}

const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*)\})? (-?[\d.]+(?:e[+-]?\d+)?|[Nn]a[Nn]|[+-]Inf)$/;

/**
 * Reads the text format of Prometheus, version 0.0.4, strictly.
 * @throws Error for a line that is not of the format, for a value without help and type, and for a value that comes twice
 */
export function parseExposition(text: string): Map<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('The last line must end.');
  const families = new Map<string, MetricFamily>();
  const help = new Map<string, string>();
  const seen = new Set<string>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (comment) {
      const [, what, name, rest] = comment as unknown as [string, string, string, string];
      if (what === 'HELP') help.set(name, rest);
      else families.set(name, { help: help.get(name) ?? '', type: rest, samples: [] });
      continue;
    }
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`Not of the format: ${line}`);
    const key = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(key)) throw new Error(`Twice: ${key}`);
    seen.add(key);
    const family = families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (!family || family.help === '') throw new Error(`Without help or type: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((match) => [match[1]!, match[2]!]);
    family.samples.push({
      name,
      labels: Object.fromEntries(pairs) as Record<string, string>,
      value: Number(value!.replace('Inf', 'Infinity')),
    });
  }
  return families;
}
