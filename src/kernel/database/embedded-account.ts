import { spawnSync } from 'node:child_process';
import { lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedServerError } from './embedded-error';

/** The account of the operating system that PostgreSQL runs under; undefined: the same as this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the owner of the cluster that is already there, else as `postgres`
 * if that user exists, else as `nobody`. Nothing is created in the system.
 */
export function serverAccount(existingCluster: string | null): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existingCluster === null ? undefined : statSync(existingCluster);
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) ?? `user ${owner.uid}` };
  }
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (account === undefined) {
    throw new EmbeddedServerError(
      'PostgreSQL refuses to run as root, and this system has neither a user `postgres` nor a user `nobody`.\n' +
        'Start as an ordinary user, or use a server of your own: DATABASE_URL=postgres://… npm start',
    );
  }
  return account;
}

function accounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function findAccount(name: string): Account | undefined {
  return accounts().find((account) => account.name === name && Number.isInteger(account.uid + account.gid));
}

function nameOf(uid: number): string | undefined {
  return accounts().find((account) => account.uid === uid)?.name;
}

/** The part of child_process' options that makes a program run under the account. */
export function runAs(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Gives a folder and all in it to the account, if it is not its own yet (a copy made by root belongs to root). */
export function giveTo(account: Account | undefined, folder: string): void {
  if (account === undefined || statSync(folder).uid === account.uid) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(folder, name), account.uid, account.gid);
  }
  // Last, so that one that was cut off is begun again.
  lchownSync(folder, account.uid, account.gid);
}

/** Whether the account can enter the folder, asked of the system itself: a shell under that account tries it. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (account === undefined) return true;
  const shell = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...runAs(account), cwd: '/', stdio: 'ignore' });
  return shell.status === 0;
}
