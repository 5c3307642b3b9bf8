import { validateSync } from 'class-validator';
import { nearestWord } from '../../kernel/errors/did-you-mean';
import { pointerTo, type Problem } from '../../kernel/errors/problem';
import { problemsOf } from '../../kernel/errors/validation-problems';
import { contentFieldsOf } from './content-fields';
import type { ContentKind, Stage } from './content-kind';
import { walkContent } from './content-walk';

/** Stands where a nested object should be and is none, so that what follows in a list keeps its place, and nothing counts as missing. */
const NO_OBJECT = Object.freeze({});

/**
 * Reads untrusted data as the content of a kind.
 * @param value what an editor or a file says: JSON data
 * @returns the typed content, or every problem at once, each with its pointer, and as much of the content as there is
 */
export function readContent<C extends object>(
  kind: ContentKind<never, C> | ContentKind,
  value: unknown,
  stage: Stage,
): { content: C; problems: [] } | { content: null; problems: Problem[]; partial: object | null } {
  const problems: Problem[] = [];
  const content = instantiate(kind.content, value, '', problems);
  if (content) {
    problems.push(...problemsOf(validateSync(content, { forbidUnknownValues: false, stopAtFirstError: true })));
    problems.push(...missingFields(kind.content, content, stage, ''));
    problems.push(...duplicateItems(kind.content, content));
    // Rules over several fields presuppose that each field is what it should be.
    if (problems.length === 0) problems.push(...(kind.check?.(content as never, stage) ?? []));
  }
  return problems.length > 0 || !content
    ? { content: null, problems: sorted(problems), partial: content ?? null }
    : { content: content as C, problems: [] };
}

/** What a draft lacks for publishing; `content` is valid otherwise. */
export function missingForPublishing(kind: ContentKind, content: object): Problem[] {
  const check = (stage: Stage) => kind.check?.(content as never, stage) ?? [];
  const asDraft = new Set(check('draft').map(({ pointer, message }) => `${pointer} ${message}`));
  const lacking = check('publishing').filter(({ pointer, message }) => !asDraft.has(`${pointer} ${message}`));
  return [...missingFields(kind.content, content, 'publishing', ''), ...lacking];
}

/** An empty list says the same as none, so only one of the two is ever stored. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function instantiate(part: Function, value: unknown, pointer: string, problems: Problem[]): object | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    problems.push({ pointer, rule: 'object', message: 'must be an object with named fields' });
    return undefined;
  }
  const fields = new Map(contentFieldsOf(part).map((field) => [field.name, field]));
  const instance = Object.create(part.prototype as object) as Record<string, unknown>;
  for (const [key, given] of Object.entries(value)) {
    const field = fields.get(key);
    if (!field) {
      const meant = nearestWord(key, fields.keys());
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      const message = `is not a field here; the fields are ${[...fields.keys()].join(', ')}${hint}`;
      problems.push({ pointer: pointerTo(pointer, key), rule: 'unknown', message });
    } else if (given !== null && given !== undefined && !isEmptyList(given)) {
      const at = pointerTo(pointer, key);
      if (!field.part) instance[key] = field.normalise?.(given) ?? given;
      else if (!field.list) instance[key] = instantiate(field.part(), given, at, problems) ?? NO_OBJECT;
      else if (!Array.isArray(given)) {
        problems.push({ pointer: at, rule: 'isArray', message: 'must be a list' });
        instance[key] = [NO_OBJECT];
      } else
        instance[key] = given.map(
          (entry, index) => instantiate(field.part!(), entry, pointerTo(at, index), problems) ?? NO_OBJECT,
        );
    }
  }
  return instance;
}

function missingFields(part: Function, content: object, stage: Stage, pointer: string): Problem[] {
  if (content === NO_OBJECT) return [];
  return contentFieldsOf(part).flatMap((field) => {
    const value = (content as Record<string, unknown>)[field.name];
    const at = pointerTo(pointer, field.name);
    const missing = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (missing) {
      const needed = field.required === 'always' || (field.required === 'publishing' && stage === 'publishing');
      return needed ? [{ pointer: at, rule: 'required', message: `is missing: ${field.description}` }] : [];
    }
    if (!field.part) return [];
    if (!field.list) return missingFields(field.part(), value, stage, at);
    return (value as object[]).flatMap((entry, index) =>
      missingFields(field.part!(), entry, stage, pointerTo(at, index)),
    );
  });
}

function duplicateItems(part: Function, content: object): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  walkContent(part, content, ({ field, value, pointer }) => {
    if (field.name !== 'id' || typeof value !== 'string') return;
    const first = seen.get(value);
    if (first)
      problems.push({
        pointer,
        rule: 'duplicate',
        message: `must be unique in the document; ${first} has the id ${value} too`,
      });
    else seen.set(value, pointer);
  });
  return problems;
}

const sorted = (problems: Problem[]): Problem[] => problems.toSorted((a, b) => a.pointer.localeCompare(b.pointer));
