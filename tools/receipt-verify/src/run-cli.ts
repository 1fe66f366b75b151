import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { verifyDocument, type Finding, type PublishedKey, type PublishedKeys } from './verify-document.js';

const USAGE = `用法 Usage: receipt-verify FILE --keys FILE [--data FILE]
  FILE           回执、来源证明、协议或完整性声明(接口返回的 JSON 或 JWS) receipt, provenance, agreement or statement: the answer in JSON, or its JWS
  --keys FILE    GET /v1/document-keys 的返回 the published keys
  --data FILE    所收到的数据 the data that were received
`;

class UsageError extends Error {}

export interface CliResult {
  /** 0 all verified, 1 something did not, 2 wrong usage. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

export async function runCli(args: string[]): Promise<CliResult> {
  try {
    return await verifyAsAsked(args);
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, output: `${error.message}\n\n${USAGE}` };
    throw error;
  }
}

async function verifyAsAsked(args: string[]): Promise<CliResult> {
  const { file, keys, data } = readArguments(args);
  const { findings, content } = verifyDocument(await textOf(file), readKeys(await textOf(keys)));
  const all = [...findings, ...(data === undefined || content === null ? [] : [await dataFinding(data, [content['sha256'], content['documentSha256']])])];
  const lines = all.map(({ ok, what }) => `${ok ? '✓' : '✗'} ${what}\n`);
  const shown = content === null ? '' : `${JSON.stringify(content, null, 2)}\n`;
  return { exitCode: all.every(({ ok }) => ok) ? 0 : 1, output: `${lines.join('')}${shown}` };
}

function readArguments(args: string[]): { file: string; keys: string; data: string | undefined } {
  let read;
  try {
    read = parseArgs({ args, allowPositionals: true, options: { keys: { type: 'string' }, data: { type: 'string' } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const [file, ...rest] = read.positionals;
  const { keys, data } = read.values;
  if (file === undefined || rest.length > 0 || keys === undefined) throw new UsageError('one FILE and --keys are needed');
  return { file, keys, data };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`无法读取 cannot read: ${file}`);
  }
}

function readKeys(text: string): PublishedKeys {
  try {
    const { keys, issuer } = JSON.parse(text) as { keys?: unknown; issuer?: unknown };
    if (Array.isArray(keys)) return { keys: keys as PublishedKey[], issuer: typeof issuer === 'string' ? issuer : null };
  } catch {
    // Said below, as of every other text that is no list of keys.
  }
  throw new UsageError('--keys 不是公钥清单 is not a list of keys');
}

/** Whether the data are what was delivered, or the whole file of which that was a part. Reads them as a stream: they may be larger than memory. */
async function dataFinding(file: string, expected: readonly unknown[]): Promise<Finding> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    throw new UsageError(`无法读取 cannot read: ${file}`);
  }
  const digest = hash.digest('hex');
  const stated = expected.filter((one) => typeof one === 'string');
  if (stated.includes(digest)) return { ok: true, what: `数据与摘要一致 data have the digest ${digest}` };
  if (stated.length === 0) return { ok: false, what: '该文件未载明数据摘要 this document states no digest of data; the receipt does' };
  return { ok: false, what: `数据与摘要不一致 data have the digest ${digest}, not ${stated.join(', ')}` };
}
