import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { userCacheFolder } from './cache-folder.js';
import { downloadNatsServer, downloadedNatsServer } from './download-nats-server.js';

/** Folders that hold servers but often are not on an ordinary user's PATH. */
const USUAL_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

export interface FindNatsServerOptions {
  /** Where a downloaded server is kept; default: `gongshu` among the user's caches. */
  readonly cacheDir?: string;
  /** Folders to look through; default: PATH and the usual ones. */
  readonly searchPath?: readonly string[];
  readonly log?: (line: string) => void;
}

/**
 * The path of a nats-server: NATS_SERVER_BIN, the search path, the cache, and at last the package of the operating system
 * taken into the cache, which needs no root. Throws an error that names the ways to get one.
 */
export async function findNatsServer(options: FindNatsServerOptions = {}): Promise<string> {
  const named = process.env['NATS_SERVER_BIN'];
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`NATS_SERVER_BIN 不是可执行文件 / NATS_SERVER_BIN is not an executable file: ${named}`);
  }
  const folders = options.searchPath ?? [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...USUAL_FOLDERS];
  const cacheDir = options.cacheDir ?? userCacheFolder();
  const found = [...folders.map((folder) => join(folder, 'nats-server')), downloadedNatsServer(cacheDir)].find(isProgram);
  if (found !== undefined) return found;
  try {
    return await downloadNatsServer(cacheDir, options.log);
  } catch (error) {
    throw new Error(WAYS, { cause: error });
  }
}

const WAYS = `找不到 nats-server（2.9.10 或更高版本）。三种办法：
  1. 用系统的软件包管理器安装：sudo apt-get install nats-server，或 brew install nats-server；
  2. 从 https://github.com/nats-io/nats-server/releases 下载，放入 PATH 中的目录；
  3. 把 NATS_SERVER_BIN 设为该程序的路径。
nats-server (2.9.10 or later) was not found. Three ways to get it:
  1. install it with the system's package manager: sudo apt-get install nats-server, or brew install nats-server;
  2. download it from https://github.com/nats-io/nats-server/releases into a folder on PATH;
  3. set NATS_SERVER_BIN to the path of the program.`;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
