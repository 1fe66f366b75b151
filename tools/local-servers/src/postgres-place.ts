import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, readdir, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { accountForRoot, canWriteIn, ownerOf, weAreRoot, type Account } from './account.js';

/** Where root's data go when the other user cannot come to the folder asked for. */
const ELSEWHERE = '/var/lib/gongshu';
const RECORD = 'place.json';
const STAGING = 'cluster.new-';

/** Where the files of a server lie and as whom it runs (undefined: as ourselves). */
export interface PostgresPlace {
  readonly home: string;
  readonly account: Account | undefined;
}

export const clusterOf = (place: PostgresPlace): string => join(place.home, 'cluster');
export const passwordFileOf = (place: PostgresPlace): string => join(place.home, 'password');

/** Chooses the place for a data folder; makes the folder. The same folder always gets the same place while its data live. */
export async function choosePlace(dataDir: string): Promise<PostgresPlace> {
  await mkdir(dataDir, { recursive: true });
  const requested = await realpath(dataDir);
  if (!weAreRoot()) return { home: requested, account: undefined };

  // Data of an ordinary user stay his, so that he can go on with them after a start by root.
  const owner = await ownerOf(join(requested, 'cluster'));
  if (owner !== undefined) return { home: requested, account: owner };

  const account = accountForRoot();
  const elsewhere = elsewhereFor(requested);
  if (!existsSync(elsewhere)) {
    const here = { home: requested, account };
    const probe = await makeStaging(here);
    const reachable = canWriteIn(account, probe);
    await rmdir(probe);
    if (reachable) return here;
  }
  for (const folder of [ELSEWHERE, elsewhere]) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
  }
  await writeFile(join(requested, RECORD), JSON.stringify({ place: elsewhere }));
  await writeFile(join(elsewhere, 'requested-as'), requested);
  return { home: elsewhere, account: (await ownerOf(join(elsewhere, 'cluster'))) ?? account };
}

/** An empty folder of the account's beside the cluster: what it becomes is renamed when it is whole. */
export async function makeStaging({ home, account }: PostgresPlace): Promise<string> {
  const folder = join(home, STAGING + randomBytes(6).toString('hex'));
  await mkdir(folder, { mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

/** Removes what an interrupted start left behind. */
export async function sweepStaging(home: string): Promise<void> {
  const left = (await readdir(home)).filter((name) => name.startsWith(STAGING));
  // An orphaned initdb may still be writing: its files come back until it fails for want of the others.
  await Promise.all(left.map((name) => rm(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })));
}

/** The places that hold something of a data folder. Only a place that belongs to this very folder counts. */
export async function placesOf(dataDir: string): Promise<string[]> {
  if (!existsSync(dataDir)) return [];
  const requested = await realpath(dataDir);
  const record = await readFile(join(requested, RECORD), 'utf8').catch(() => '');
  const elsewhere = elsewhereFor(requested);
  return record.includes(elsewhere) && existsSync(elsewhere) ? [elsewhere, requested] : [requested];
}

/** Removes our files from a place and the folder itself when nothing else is in it. */
export async function clearPlace(home: string): Promise<void> {
  await sweepStaging(home);
  for (const name of ['cluster', 'password', 'owner.json', 'requested-as', RECORD]) {
    await rm(join(home, name), { recursive: true, force: true });
  }
  if ((await readdir(home)).length === 0) await rmdir(home);
}

function elsewhereFor(requested: string): string {
  return join(ELSEWHERE, createHash('sha256').update(requested).digest('hex').slice(0, 16));
}
