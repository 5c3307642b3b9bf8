import type { SkillContent } from './skill.content';

/** Where a skill says one of its names: its own, or an alias. */
interface SaidName {
  readonly text: string;
  readonly isAlias: boolean;
  readonly pointer: string;
}

/** Names differ in nothing but their capitals: the same name. */
const folded = (text: string): string => text.trim().toLowerCase();

/**
 * Aliases that are the name or an alias of another skill, seen from either of the two: a name should mean one skill.
 * @returns for each, the skill, the place, and what the other one is called by
 */
export function sharedNames<Skill extends { readonly slug: string; readonly content: SkillContent }>(
  skills: readonly Skill[],
): { skill: Skill; pointer: string; message: string }[] {
  const said = skills.flatMap((skill) => namesOf(skill.content).map((name) => ({ skill, ...name })));
  const byText = new Map<string, typeof said>();
  for (const each of said) byText.set(folded(each.text), [...(byText.get(folded(each.text)) ?? []), each]);
  return said.flatMap(({ skill, text, isAlias, pointer }) => {
    const other = byText.get(folded(text))!.find((each) => each.skill !== skill && (isAlias || each.isAlias));
    if (!other) return [];
    const message = `${text} is also ${other.isAlias ? 'an alias' : 'the name'} of the skill ${other.skill.slug}`;
    return [{ skill, pointer, message }];
  });
}

const namesOf = ({ name, aliases = [] }: SkillContent): SaidName[] =>
  [name, ...aliases].map((text, index) => ({
    text,
    isAlias: index > 0,
    pointer: index > 0 ? `/aliases/${index - 1}` : '/name',
  }));
