import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';
import { verifyLog } from './verify-log.js';

// A naive log of its own: RFC 6962 word for word over whole lists, sharing nothing with the service or with the code under test.
const sha256 = (...parts: (Buffer | string)[]) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const leafOf = (entry: Buffer) => sha256(Buffer.of(0), entry);
const pair = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right);

function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const middle = split(leaves.length);
  return pair(mth(leaves.slice(0, middle)), mth(leaves.slice(middle)));
}

function path(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const middle = split(leaves.length);
  return index < middle
    ? [...path(index, leaves.slice(0, middle)), mth(leaves.slice(middle))]
    : [...path(index - middle, leaves.slice(middle)), mth(leaves.slice(0, middle))];
}

function subproof(from: number, leaves: readonly Buffer[], known: boolean): Buffer[] {
  if (from === leaves.length) return known ? [] : [mth(leaves)];
  const middle = split(leaves.length);
  return from <= middle
    ? [...subproof(from, leaves.slice(0, middle), known), mth(leaves.slice(middle))]
    : [...subproof(from - middle, leaves.slice(middle), false), mth(leaves.slice(0, middle))];
}

interface Signer {
  readonly name: string;
  readonly type: number;
  readonly privateKey: KeyObject;
  readonly id: Buffer;
  readonly vkey: string;
}

function signer(name: string, type: number): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const material = Buffer.concat([Buffer.of(type), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
  const id = sha256(`${name}\n`, material).subarray(0, 4);
  return { name, type, privateKey, id, vkey: `${name}+${id.toString('hex')}+${material.toString('base64')}` };
}

const log = signer('hebei.example.gov.cn/audit', 1);
const witness = signer('shijiazhuang.example.gov.cn/witness', 4);
const noWitness = signer('tangshan.example.gov.cn/witness', 4);
const line = (by: Signer, signature: Buffer) => `— ${by.name} ${Buffer.concat([by.id, signature]).toString('base64')}\n`;

function cosignature(text: string): string {
  const time = Buffer.from('000000006a122120', 'hex');
  return line(witness, Buffer.concat([time, sign(null, Buffer.from(`cosignature/v1\ntime ${0x6a122120}\n${text}`), witness.privateKey)]));
}

function checkpointOf(leaves: readonly Buffer[]): string {
  const text = `${log.name}\n${leaves.length}\n${mth(leaves).toString('base64')}\n`;
  return `${text}\n${line(log, sign(null, Buffer.from(text), log.privateKey))}${cosignature(text)}`;
}

const SIZE = 600;
const entriesOf = (size: number) => Array.from({ length: size }, (_, index) => Buffer.from(JSON.stringify({ index, note: '审计' })));

/** What is served; each test may falsify any of it. */
interface Served {
  entries: Buffer[];
  leaves: Buffer[];
  checkpoint: string;
  requiredToken?: string;
  /** Replaces the answer to one path. */
  instead: Map<string, Buffer | number>;
}

function honest(size = SIZE): Served {
  const entries = entriesOf(size);
  const leaves = entries.map(leafOf);
  return { entries, leaves, checkpoint: checkpointOf(leaves), instead: new Map() };
}

let served: Served;
let server: Server;
let gatewayUrl: string;

function answer(url: URL): Buffer | number {
  const name = url.pathname.replace('/v1/audit/log/', '');
  const number = (key: string) => Number(url.searchParams.get(key));
  const replaced = served.instead.get(name);
  if (replaced !== undefined) return replaced;
  if (name === 'key') return Buffer.from(log.vkey);
  if (name === 'checkpoint') return Buffer.from(served.checkpoint);
  const base64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'));
  if (name === 'inclusion-proof') {
    const [index, size] = [number('index'), number('size')];
    const [leafHash] = base64([served.leaves[index] as Buffer]);
    return Buffer.from(JSON.stringify({ leafHash, size, index, hashes: base64(path(index, served.leaves.slice(0, size))) }));
  }
  if (name === 'consistency-proof') {
    const [from, to] = [number('from'), number('to')];
    return Buffer.from(JSON.stringify({ from, to, hashes: base64(subproof(from, served.leaves.slice(0, to), true)) }));
  }
  const [, level = '', index = '', width = '256'] = /^tile\/(\w+)\/(\d{3})(?:\.p\/(\d+))?$/.exec(name) ?? [];
  const [start, end] = [Number(index) * 256, Number(index) * 256 + Number(width)];
  if (level === 'entries') {
    return Buffer.concat(served.entries.slice(start, end).flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]));
  }
  const span = 256 ** Number(level);
  return Buffer.concat(Array.from({ length: Number(width) }, (_, at) => mth(served.leaves.slice((start + at) * span, (start + at + 1) * span))));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://log');
    if (url.pathname === '/v1/token') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(JSON.stringify({ access_token: `token of ${body}` })));
      return;
    }
    const refused = served.requiredToken !== undefined && request.headers.authorization !== `Bearer ${served.requiredToken}`;
    const content = refused ? 401 : answer(url);
    if (typeof content === 'number') response.writeHead(content).end();
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  served = honest();
});

const changed = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]);
const failedChecks = async (options = {}) => {
  const report = await verifyLog({ gatewayUrl, ...options });
  return { checks: [...new Set(report.findings.filter(({ ok }) => !ok).map(({ check }) => check))], firstBadIndex: report.firstBadIndex, ok: report.ok };
};

describe('an honest log', () => {
  it('verifies in every respect', async () => {
    const report = await verifyLog({ gatewayUrl, logKey: log.vkey, indexes: [0, 255, 256, 599], oldSize: 300, oldCheckpoint: checkpointOf(served.leaves.slice(0, 511)), witnesses: [witness.vkey] });
    expect(report).toMatchObject({ ok: true, origin: log.name, size: SIZE, root: mth(served.leaves).toString('base64'), checkpoint: served.checkpoint });
    const checks = report.findings.map(({ check }) => check);
    expect(checks).toEqual(['checkpoint', 'witness', 'entries', 'tiles', 'inclusion', 'inclusion', 'inclusion', 'inclusion', 'consistency', 'consistency']);
  });

  it.each([0, 1, 2, 3, 7, 255, 256, 257, 511, 512])('of %i entries verifies', async (size) => {
    served = honest(size);
    expect(await failedChecks()).toEqual({ checks: [], firstBadIndex: undefined, ok: true });
  });

  it('verifies from every older size of a small log', async () => {
    served = honest(20);
    for (let oldSize = 0; oldSize <= 20; oldSize += 1) expect((await failedChecks({ oldSize })).ok).toBe(true);
  });

  it('is read with a token, or with one bought by client credentials', async () => {
    served.requiredToken = 'secret';
    expect((await failedChecks({ token: 'secret' })).ok).toBe(true);
    expect(await failedChecks({ token: 'wrong' })).toMatchObject({ ok: false, checks: ['checkpoint'] });
    served.requiredToken = 'token of grant_type=client_credentials&client_id=auditor&client_secret=s%26t';
    expect((await failedChecks({ clientId: 'auditor', clientSecret: 's&t' })).ok).toBe(true);
  });
});

describe('a falsified log', () => {
  it('with one changed byte in an entry is refused and the entry named', async () => {
    served.entries[517] = changed(served.entries[517] as Buffer);
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['entries', 'tiles'], firstBadIndex: 517 });
  });

  it('with an entry and its leaf hash changed is refused and the span it lies in named', async () => {
    served.entries[310] = changed(served.entries[310] as Buffer);
    served.instead.set('tile/0/001', Buffer.concat(served.leaves.with(310, leafOf(served.entries[310])).slice(256, 512)));
    const report = await verifyLog({ gatewayUrl });
    expect(report.firstBadIndex).toBeUndefined();
    expect(report.findings.filter(({ ok }) => !ok).map(({ check, en }) => [check, en])).toEqual([
      ['entries', 'the root derived from the entries is not the signed one'],
      ['tiles', 'the entries 256 to 511 and the tile of level 1 differ: something there was changed'],
    ]);
  });

  it('rebuilt and signed anew is refused by the checkpoint kept from before', async () => {
    const kept = served.checkpoint;
    const entries = [...entriesOf(SIZE + 5)];
    entries[9] = Buffer.from('a kinder record');
    served = { entries, leaves: entries.map(leafOf), checkpoint: checkpointOf(entries.map(leafOf)), instead: new Map() };
    expect((await failedChecks()).ok).toBe(true);
    expect(await failedChecks({ oldCheckpoint: kept })).toMatchObject({ ok: false, checks: ['consistency'] });
  });

  it('with entries cut off its end is refused by the size known from before', async () => {
    const kept = served.checkpoint;
    served = honest(SIZE - 1);
    expect(await failedChecks({ oldSize: SIZE })).toMatchObject({ ok: false, checks: ['consistency'] });
    expect(await failedChecks({ oldCheckpoint: kept })).toMatchObject({ ok: false, checks: ['consistency'] });
  });

  it('with two entries exchanged is refused and the first named', async () => {
    [served.entries[40], served.entries[41]] = [served.entries[41] as Buffer, served.entries[40] as Buffer];
    expect(await failedChecks()).toMatchObject({ ok: false, firstBadIndex: 40 });
  });

  it('with a bundle that breaks off is refused and the missing entry named', async () => {
    served.entries.pop();
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['entries'], firstBadIndex: 599 });
  });

  it('with surplus bytes behind a bundle is refused', async () => {
    served.instead.set('tile/entries/000', Buffer.concat([answer(new URL('http://log/v1/audit/log/tile/entries/000')) as Buffer, Buffer.of(0)]));
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['entries'] });
  });

  it('with a changed tile of an upper level is refused', async () => {
    served.instead.set('tile/1/000.p/2', Buffer.concat([mth(served.leaves.slice(0, 256)), Buffer.alloc(32)]));
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['tiles'] });
  });

  it('with a missing tile is refused', async () => {
    served.instead.set('tile/0/000', 404);
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['tiles'] });
  });

  it.each([
    ['of another entry', { index: 1, size: SIZE, leafHash: Buffer.alloc(32).toString('base64'), hashes: [] }],
    ['with another leaf hash', { index: 0, size: SIZE, leafHash: Buffer.alloc(32).toString('base64'), hashes: [] }],
    ['without hashes', { index: 0, size: SIZE, leafHash: leafOf(entriesOf(1)[0] as Buffer).toString('base64'), hashes: [] }],
    ['with hashes of the wrong length', { index: 0, size: SIZE, leafHash: leafOf(entriesOf(1)[0] as Buffer).toString('base64'), hashes: ['AAAA'] }],
    ['that is no object', 'proof'],
  ])('with an inclusion proof %s is refused', async (_, proof) => {
    served.instead.set('inclusion-proof', Buffer.from(JSON.stringify(proof)));
    expect(await failedChecks({ indexes: [0] })).toMatchObject({ ok: false, checks: ['inclusion'] });
  });

  it('with a proof that was changed in any one hash is refused', async () => {
    const encode = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'));
    const inclusion = path(0, served.leaves);
    for (const at of inclusion.keys()) {
      const hashes = encode(inclusion.with(at, changed(inclusion[at] as Buffer)));
      served.instead.set('inclusion-proof', Buffer.from(JSON.stringify({ index: 0, size: SIZE, leafHash: (served.leaves[0] as Buffer).toString('base64'), hashes })));
      expect((await failedChecks({ indexes: [0] })).checks).toEqual(['inclusion']);
    }
    const consistency = subproof(300, served.leaves, true);
    for (const at of consistency.keys()) {
      const hashes = encode(consistency.with(at, changed(consistency[at] as Buffer)));
      served.instead.set('consistency-proof', Buffer.from(JSON.stringify({ from: 300, to: SIZE, hashes })));
      expect((await failedChecks({ indexes: [0], oldSize: 300 })).checks).toContain('consistency');
    }
  });

  it('asked for an entry it does not have is refused', async () => {
    expect(await failedChecks({ indexes: [SIZE] })).toMatchObject({ ok: false, checks: ['inclusion'] });
  });
});

describe('a checkpoint', () => {
  it.each([
    ['of another size', (note: string) => note.replace('\n600\n', '\n601\n')],
    ['without the signature of the log', (note: string) => note.replace(/— hebei.*\n/, '')],
    ['with a malformed signature line', (note: string) => `${note}hello\n`],
    ['that is empty', () => ''],
  ])('%s is refused', async (_, falsify) => {
    served.checkpoint = falsify(served.checkpoint);
    expect(await failedChecks()).toMatchObject({ ok: false, checks: ['checkpoint'] });
  });

  it('signed by another key than the one obtained elsewhere is refused', async () => {
    expect(await failedChecks({ logKey: signer(log.name, 1).vkey })).toMatchObject({ ok: false, checks: ['checkpoint'] });
  });

  it('without the cosignature of a witness asked for is refused', async () => {
    expect(await failedChecks({ witnesses: [witness.vkey, noWitness.vkey] })).toMatchObject({ ok: false, checks: ['witness'] });
  });

  it('with a cosignature of something else is refused', async () => {
    served.checkpoint = served.checkpoint.replace(/— shijiazhuang.*\n/, cosignature('another text\n'));
    expect(await failedChecks({ witnesses: [witness.vkey] })).toMatchObject({ ok: false, checks: ['witness'] });
    expect((await failedChecks()).ok).toBe(true);
  });

  it('cannot be had from a gateway that is not there', async () => {
    expect(await verifyLog({ gatewayUrl: 'http://127.0.0.1:1' })).toMatchObject({ ok: false, findings: [{ check: 'checkpoint', ok: false }] });
  });
});

describe('the command', () => {
  it('answers 0 for a log that verifies, and keeps its checkpoint for the next time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-verify-'));
    try {
      const file = join(folder, 'checkpoint.txt');
      const first = await runCli([gatewayUrl, '--save-checkpoint', file, '--witness', witness.vkey]);
      expect(first).toMatchObject({ exitCode: 0, output: expect.stringContaining('Verdict: the audit log verifies.') as unknown });
      expect(await readFile(file, 'utf8')).toBe(served.checkpoint);
      served = honest(SIZE + 1);
      expect(await runCli([`${gatewayUrl}/`, '--old-checkpoint', file, '--index', '600', '--old-size', '12'])).toMatchObject({ exitCode: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answers 1 for a log that does not verify, and names the entry in Chinese and English', async () => {
    served.entries[5] = changed(served.entries[5] as Buffer);
    const { exitCode, output } = await runCli([gatewayUrl]);
    expect(exitCode).toBe(1);
    expect(output).toContain('首个异常条目序号:5\nFirst bad entry: index 5');
  });

  it.each([[[]], [['nowhere']], [['http://a', 'http://b']], [['http://a', '--index', '-1']], [['http://a', '--index', 'x']], [['http://a', '--what']], [['http://a', '--client-id', 'x']], [['http://a', '--old-checkpoint', '/nowhere/checkpoint']]])(
    'answers 2 and its usage for wrong arguments: %j',
    async (args) => {
      expect(await runCli(args)).toMatchObject({ exitCode: 2, output: expect.stringContaining('Usage') as unknown });
    },
  );
});
