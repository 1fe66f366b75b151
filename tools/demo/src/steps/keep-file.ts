import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until, type Caller } from '../caller.js';
import type { Stage } from '../stage.js';

const VERIFIER = fileURLToPath(new URL('../../../receipt-verify/dist/main.js', import.meta.url));
const run = promisify(execFile);

/** A download that breaks off and is resumed at the byte; what has arrived is the file, byte for byte. Answers the file. */
export async function resumeFile(stage: Stage, requester: Caller, grantId: string, scenario: string): Promise<string> {
  const { narrator } = stage;
  const path = `/v1/data/${grantId}/file?${new URLSearchParams({ scenario }).toString()}`;
  const whole = await requester.get(path);
  const bytes = Buffer.from(whole.text);
  // Behind a line's end, so that each part is text by itself.
  const cut = bytes.indexOf('\n', Math.floor(bytes.length / 3)) + 1;
  const etag = whole.headers.get('etag') ?? '';
  const rest = await requester.getFrom(path, cut, etag);
  const joined = Buffer.concat([bytes.subarray(0, cut), Buffer.from(rest.text)]);
  const digest = createHash('sha256').update(joined).digest('hex');
  narrator.check(
    whole.status === 200 && rest.status === 206 && etag === `"${digest}"`,
    `下载文件 ${String(bytes.length)} 字节,中断后从第 ${String(cut)} 字节续传,拼合后摘要一致 ${digest.slice(0, 16)}…`,
    `a file of ${String(bytes.length)} bytes, broken off and resumed at byte ${String(cut)}: whole, byte for byte`,
    { whole: whole.status, rest: rest.status, etag, digest },
  );
  return whole.text;
}

/** Whoever keeps the receipt and the node's public keys proves later what was delivered, with no platform there. */
export async function verifyReceipt(stage: Stage, party: Caller, grantId: string, number: number, delivered: string): Promise<void> {
  const { narrator } = stage;
  // A delivery is closed a moment after its last byte.
  const { answer: receipt } = await until(
    () => party.get(`/v1/grants/${grantId}/permits/${String(number)}/receipt`),
    ({ status }) => status !== 409,
    10,
  );
  const keys = await party.get('/v1/document-keys');
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-receipt-'));
  try {
    const [receiptFile, keysFile, dataFile] = [join(folder, 'receipt.json'), join(folder, 'keys.json'), join(folder, 'delivered.csv')];
    await Promise.all([writeFile(receiptFile, receipt.text), writeFile(keysFile, keys.text), writeFile(dataFile, delivered)]);
    narrator.curl('npm run receipt:verify -- receipt.json --keys keys.json --data delivered.csv');
    narrator.check(await verifies([receiptFile, '--keys', keysFile, '--data', dataFile]), '离线核验回执:签名有效,与交付的文件一致', 'the receipt verifies offline, with the file that was delivered', receipt.body);
    await writeFile(dataFile, `${delivered}\n`);
    narrator.check(!(await verifies([receiptFile, '--keys', keysFile, '--data', dataFile])), '多一个字节的文件与回执不符', 'a file with one byte more does not', receipt.body);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function verifies(options: readonly string[]): Promise<boolean> {
  return run(process.execPath, [VERIFIER, ...options]).then(
    () => true,
    () => false,
  );
}
