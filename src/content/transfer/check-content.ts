import { parseGlobalId } from '../../kernel/graphql/global-id';
import { kindWords } from '../publishing/content-fields';
import { referencesOf } from '../publishing/content-walk';
import { documentIdFor } from '../publishing/document-id';
import { ContentError, type ContentFile, readContentFiles } from './content-files';

/**
 * Checks without a database whether a content folder would load into an empty one: every file by itself, and every
 * reference among them. Throws ContentError with all mistakes.
 */
export async function checkContent(folder: string): Promise<ContentFile[]> {
  const files = await readContentFiles(folder);
  const addresses = (file: ContentFile) => {
    const { kind } = file.kind;
    return [`${kind}/${file.slug}`, `${kind}/${documentIdFor(kind, file.slug)}`];
  };
  const known = new Map(files.flatMap((file) => addresses(file).map((address) => [address, file])));
  const problems = files.flatMap((file) =>
    referencesOf(file.kind.content, file.content).flatMap(({ kind, target, pointer }) => {
      const found = known.get(`${kind}/${parseGlobalId(target)?.key ?? target}`);
      if (!found) return file.at(pointer, `there is no ${kindWords(kind)} ${target} in this folder`);
      return found === file ? file.at(pointer, 'a document cannot refer to itself') : [];
    }),
  );
  if (problems.length > 0) throw new ContentError(problems);
  return files;
}
