import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 180_000;

/** Where `downloadNatsServer` puts the program. */
export function downloadedNatsServer(cacheDir: string): string {
  return join(cacheDir, 'nats-server', 'usr', 'sbin', 'nats-server');
}

/**
 * Unpacks the operating system's nats-server package into the cache and returns the program. Installs nothing and needs no
 * root: apt works on private folders. Throws where there is no apt, no network or no such package.
 */
export async function downloadNatsServer(cacheDir: string, log?: (line: string) => void): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, 'nats-server.'));
  try {
    log?.('正在从系统软件源获取 nats-server… / getting nats-server from the system\'s package sources…');
    await aptDownload(work);
    const deb = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (deb === undefined) throw new Error('apt-get download left no package');
    await run('dpkg-deb', ['-x', join(work, deb), join(work, 'unpacked')]);
    await run(downloadedNatsServer(work).replace(join(work, 'nats-server'), join(work, 'unpacked')), ['-v']);
    const target = join(cacheDir, 'nats-server');
    await rm(target, { recursive: true, force: true });
    await rename(join(work, 'unpacked'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return downloadedNatsServer(cacheDir);
}

async function aptDownload(work: string): Promise<void> {
  for (const folder of ['lists/partial', 'cache/archives/partial']) await mkdir(join(work, folder), { recursive: true });
  const ownCache = ['-q', '-o', `Dir::Cache=${work}/cache`, '-o', 'APT::Sandbox::User=root'];
  const ownLists = [...ownCache, '-o', `Dir::State::Lists=${work}/lists`];
  const apt = (args: string[]) => run('apt-get', args, { cwd: work, timeout: TIMEOUT_MS });
  // The system's lists may be empty, as in most container images, or too old.
  await apt([...ownCache, 'download', 'nats-server']).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw error;
    await apt([...ownLists, 'update']);
    await apt([...ownLists, 'download', 'nats-server']);
  });
}
