import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestViewer } from '../src/accounts/request-viewer';
import { allRoles } from '../src/accounts/role';
import { checkoutFolder } from '../src/checkout-folder';
import type { AccessRule } from '../src/kernel/access/access-map';
import { modules } from '../src/modules';

const file = join(checkoutFolder, 'docs', 'access.md');

const introduction = `# Who may use which root field

Printed by \`npm run print-access\` from the rules beside the resolvers, the \`*.access.ts\` files; a test keeps it fresh.

- A column stands for somebody who has that role and no other: no role implies another one. The first is a request without
  a token, the last an API token that has every role.
- Who may not gets UNAUTHENTICATED without a token and FORBIDDEN with one, whether or not what was asked for exists.
- Who may read a field sees what the perspective of the request holds. \`published\` is open to everybody; \`draft\`,
  \`release:<id>\` and \`publication:<n>\` need EDITOR or PUBLISHER, and are refused to everybody else.
`;

const columns: readonly { readonly name: string; readonly viewer: RequestViewer | null }[] = [
  { name: 'anonymous', viewer: null },
  ...allRoles.map((role) => ({ name: role, viewer: { id: 'x', roles: [role], via: 'session' } as const })),
  { name: 'API token', viewer: { id: 'x', roles: allRoles, via: 'api-token' } },
];

/** Whether a rule lets this viewer pass; null is an anonymous one. A refusal is a false or an error, as shield has it. */
export async function mayPass(rule: AccessRule, viewer: RequestViewer | null): Promise<boolean> {
  const context = { viewer, _shield: { cache: {} } };
  const resolve = rule.resolve.bind(rule) as (...given: unknown[]) => Promise<unknown>;
  return (await resolve({}, {}, context, {}, { debug: true })) === true;
}

/** The access rules of all root fields and of the object fields that have one, by coordinate, sorted. */
export function accessRules(): [coordinate: string, rule: AccessRule][] {
  const all = modules.flatMap(({ access }) =>
    Object.entries(access).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, rule]): [string, AccessRule] => [`${type}.${field}`, rule]),
    ),
  );
  return all.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The text of docs/access.md: a table of every field with a rule and of who may use it. */
export async function accessPage(): Promise<string> {
  const rows = await Promise.all(
    accessRules().map(async ([coordinate, rule]) => {
      const may = await Promise.all(columns.map(({ viewer }) => mayPass(rule, viewer)));
      return [`\`${coordinate}\``, ...may.map((yes) => (yes ? 'yes' : '–'))];
    }),
  );
  const header = ['Field', ...columns.map(({ name }) => name)];
  const widths = header.map((name, index) => Math.max(...[header, ...rows].map((row) => row[index]!.length), 3));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  const table = [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
  return `${introduction}\n${table.join('\n')}\n`;
}

/** `npm run print-access`: writes docs/access.md; with --check it only tells whether it is fresh. Needs no database. */
async function printAccess(check: boolean): Promise<void> {
  const page = await accessPage();
  if (!check) await writeFile(file, page);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== page) {
    console.error('docs/access.md is stale: run npm run print-access and look at the difference.');
    process.exitCode = 1;
  }
}

if (require.main === module) void printAccess(process.argv.includes('--check'));
