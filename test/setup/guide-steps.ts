/** One thing that a guide has its reader do, in the order of the page. */
export type GuideStep =
  | { readonly run: string }
  | { readonly file: string; readonly create: string }
  | { readonly file: string; readonly diff: string };

/**
 * The steps of a guide: each line of an `sh` block is a command; a `diff` block changes the file, and any other block is
 * the file, that the text above named last as "In `path`".
 */
export function guideSteps(markdown: string): GuideStep[] {
  const steps: GuideStep[] = [];
  let file = '';
  for (const [, named, language, text = ''] of markdown.matchAll(/\bIn `([^`]+)`|^```(\w+)\n([^]*?)\n```$/gm)) {
    if (named !== undefined) file = named;
    else if (language === 'sh') steps.push(...text.split('\n').map((run) => ({ run })));
    else if (language === 'diff') steps.push({ file, diff: text });
    else steps.push({ file, create: `${text}\n` });
  }
  return steps;
}

/**
 * A text with the lines of a diff that begin with + instead of those that begin with -, beside those that begin with a
 * space. What is there now must stand in the text exactly once.
 */
export function patched(text: string, diff: string): string {
  const lines = diff.split('\n').map((line) => ({ sign: line.charAt(0) || ' ', rest: line.slice(1) }));
  const wrong = lines.find(({ sign }) => !' +-'.includes(sign));
  if (wrong) throw new Error(`A line of a diff begins with "${wrong.sign}": ${wrong.rest}`);
  const without = (sign: string) => lines.filter((line) => line.sign !== sign).map(({ rest }) => rest);
  const [before, after] = [without('+'), without('-')].map((part) => `\n${part.join('\n')}\n`) as [string, string];
  const parts = `\n${text}`.split(before);
  if (parts.length !== 2)
    throw new Error(`These lines stand in the file ${parts.length - 1} times, not once:${before}`);
  return parts.join(after).slice(1);
}
