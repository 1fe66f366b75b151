import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** The user of the operating system a server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export function weAreRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user PostgreSQL runs as when we are root, which it refuses. Throws when the machine has none that fits. */
export function accountForRoot(): Account {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim());
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL refuses to run as root and there is neither a user "postgres" nor a user "nobody": start as an ordinary user');
}

/** The owner of a folder, when it exists and is not root's. */
export async function ownerOf(folder: string): Promise<Account | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

/** Whether the account can come to a folder and write there. Asked of the kernel, which also knows ACLs and mounts. */
export function canWriteIn(account: Account, folder: string): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], { cwd: '/', uid: account.uid, gid: account.gid });
  if (asked.error !== undefined) throw new Error(`cannot start programs as user ${account.uid}: ${asked.error.message}`);
  return asked.status === 0;
}
