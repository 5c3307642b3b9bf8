import { nearestWord } from '../../kernel/errors/did-you-mean';
import { KEBAB_CASE, kindWords } from '../publishing/content-fields';
import { allKinds, kindOf } from '../publishing/content-kinds';
import { ContentFileGraph, type FileReference, idOf } from './content-file-graph';
import { type ContentFile, type ContentProblem, readContentFolder } from './content-files';

/** What is to be said of a content folder. */
export interface ContentReport {
  /** How many files it has. */
  readonly files: number;
  /** What would keep it from being loaded into an empty database, by file and line. */
  readonly mistakes: readonly ContentProblem[];
  /** What an author should add though it could be loaded, by file and line; looked for once every file can be read. */
  readonly thin: readonly ContentProblem[];
}

/**
 * Checks without a database whether a content folder would load into an empty one, and what in it is thin: every file by
 * itself, the references among them, and what their kinds say of the graph that they make.
 */
export async function checkContent(folder: string): Promise<ContentReport> {
  const { files, problems, paths } = await readContentFolder(folder);
  const graph = new ContentFileGraph(files);
  const dangling = graph.references.flatMap((reference) => referenceProblem(reference, graph, paths));
  // While a file can't be read, the rest would seem to lack what stands in it.
  const remarks = problems.length > 0 ? [] : await remarksOn(files, graph);
  const of = (severity: Remarked['severity']) =>
    remarks
      .filter((remark) => remark.severity === severity)
      .map(({ file, pointer, message }) => file.at(pointer, message));
  const broken = [...problems, ...dangling];
  const said = new Set(broken.map(({ file, pointer }) => `${file} ${pointer}`));
  const others = of('ERROR').filter(({ file, pointer }) => !said.has(`${file} ${pointer}`));
  return { files: paths.length, mistakes: inOrder([...broken, ...others]), thin: inOrder(of('WARNING')) };
}

function referenceProblem(
  { from, kind, target, pointer, to }: FileReference,
  graph: ContentFileGraph,
  paths: readonly string[],
): ContentProblem[] {
  if (to === from) return [from.at(pointer, 'a document cannot refer to itself')];
  const { folder } = kindOf(kind);
  // What stands in a file that can't be read is there.
  if (to || paths.includes(`${folder}/${target}.yaml`)) return [];
  const slugs = graph.authored(kind).map(({ slug }) => slug);
  const meant = nearestWord(target, slugs);
  const ways = [
    ...(meant === undefined ? [] : [`did you mean ${meant}?`]),
    ...(meant === undefined && KEBAB_CASE.test(target)
      ? [`add ${folder}/${target}.yaml, or name one that is there`]
      : []),
  ];
  return [from.at(pointer, [`there is no ${kindWords(kind)} ${target} in this folder`, ...ways].join(': '))];
}

interface Remarked {
  readonly file: ContentFile;
  readonly severity: 'ERROR' | 'WARNING';
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}

/** What the kinds say of their documents: what a publish plan would, and what their authors should add. */
async function remarksOn(files: readonly ContentFile[], graph: ContentFileGraph): Promise<Remarked[]> {
  const byId = new Map(files.map((file) => [idOf(file), file]));
  const found: Remarked[] = [];
  for (const kind of allKinds()) {
    const documents = graph.authored(kind.kind);
    const touched = documents.map(({ slug }) => idOf(graph.find(kind.kind, slug)!));
    for (const problem of (await kind.plan?.(graph, touched)) ?? [])
      found.push({ ...problem, file: byId.get(problem.documentId)! });
    for (const remark of kind.completeness?.(documents) ?? [])
      found.push({ ...remark, file: graph.find(kind.kind, remark.slug)! });
  }
  // A plan warns of some things that are mistakes in files: each is told once, as the worse of the two.
  const errors = new Set(found.filter(({ severity }) => severity === 'ERROR').map(placeAndRule));
  return found.filter((each) => each.severity === 'ERROR' || !errors.has(placeAndRule(each)));
}

const placeAndRule = ({ file, pointer, rule }: Remarked): string => JSON.stringify([idOf(file), pointer, rule]);

const inOrder = (problems: readonly ContentProblem[]): ContentProblem[] =>
  problems.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.pointer, b.pointer),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
