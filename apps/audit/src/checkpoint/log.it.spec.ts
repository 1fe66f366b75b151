import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '@gongshu/audit-verify';
import { actRefused, getCheckpoint, getConsistencyProof, getInclusionProof, getLogKey, getTile, Problem, type RawBody } from '@gongshu/contracts';
import { startService } from '@gongshu/service-kit';
import { startTestService, testSettings, type TestParty, type TestService } from '@gongshu/testing';
import { auditService } from '../index.js';
import { openCheckpoint, type OpenedCheckpoint } from '../log/checkpoint.js';
import { verifyConsistency, verifyInclusion } from '../log/merkle-proof.js';
import { leafHash } from '../log/merkle-tree.js';
import { parseVerifierKey } from '../log/signed-note.js';

const auditor: TestParty = { client: 'auditor', organisation: 'hebei-audit-office', name: '河北省审计厅', division: '130000', level: 'PROVINCE', roles: ['AUDITOR'], node: '130000' };
const refusal = { request: 'open-grant', act: null, subject: null, code: 'access/forbidden', pack: null, article: null };
const bytes = ({ body }: RawBody): Buffer => Buffer.from(body, 'base64');
const hashes = (proof: { hashes: string[] }): Buffer[] => proof.hashes.map((hash) => Buffer.from(hash, 'base64'));

let t: TestService;
let door: Server;
let gatewayUrl: string;
const kept: OpenedCheckpoint[] = [];
let keptNote = '';

async function checkpoint(): Promise<OpenedCheckpoint> {
  const key = parseVerifierKey(bytes(await t.ask(getLogKey, {})).toString().trim());
  return openCheckpoint(bytes(await t.ask(getCheckpoint, {})).toString(), key);
}

async function growTo(size: number): Promise<OpenedCheckpoint> {
  const [log] = await t.query<{ size: string }>('SELECT size FROM log');
  await Promise.all(Array.from({ length: size - Number(log?.size) }, (_, n) => t.announce(actRefused.sharing, `act-${n}`, refusal)));
  return t.eventually(async () => {
    const signed = await checkpoint();
    return signed.size === size && signed;
  });
}

/** What the gateway does with these requests, and nothing more. */
async function answer(url: URL): Promise<Buffer> {
  const name = url.pathname.replace('/v1/audit/log/', '');
  const number = (field: string): number => Number(url.searchParams.get(field));
  if (name === 'key') return bytes(await t.ask(getLogKey, {}));
  if (name === 'checkpoint') return bytes(await t.ask(getCheckpoint, {}));
  if (name === 'inclusion-proof') return Buffer.from(JSON.stringify(await t.ask(getInclusionProof, { index: number('index'), size: number('size') }, auditor)));
  if (name === 'consistency-proof') return Buffer.from(JSON.stringify(await t.ask(getConsistencyProof, { from: number('from'), to: number('to') }, auditor)));
  const [, level = '', tile = ''] = /^tile\/(\w+)\/(.+)$/.exec(name) ?? [];
  return bytes(await t.ask(getTile, { level, tile }, auditor));
}

beforeAll(async () => {
  t = await startTestService(auditService, { settings: { CHECKPOINT_MILLISECONDS: '20' } });
  door = createServer((request, response) => {
    answer(new URL(request.url ?? '', 'http://door')).then(
      (body) => response.end(body),
      (error: unknown) => response.writeHead(error instanceof Problem ? error.definition.status : 500).end(),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  gatewayUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => door.close(resolve));
  await t.stop();
});

describe('a log without entries', () => {
  it('has a key, but no checkpoint and nothing to prove', async () => {
    expect(bytes(await t.ask(getLogKey, {})).toString()).toMatch(/^gongshu\.node-130000\/audit\+[0-9a-f]{8}\+\S+\n$/);
    await expect(t.ask(getCheckpoint, {})).rejects.toMatchObject({ definition: { code: 'audit/empty-log', status: 404 } });
    await expect(t.ask(getInclusionProof, { index: 0, size: 1 }, auditor)).rejects.toMatchObject({ definition: { code: 'audit/beyond-tree' } });
  });
});

describe('checkpoints', () => {
  it('are signed as the log grows, each a continuation of the one before', async () => {
    kept.push(await growTo(3), await growTo(300));
    keptNote = bytes(await t.ask(getCheckpoint, {})).toString();
    kept.push(await growTo(700));
    expect(kept.map(({ origin, size }) => [origin, size])).toEqual([3, 300, 700].map((size) => ['gongshu.node-130000/audit', size]));
    for (const [older, newer] of [kept.slice(0, 2), kept.slice(1)] as [OpenedCheckpoint, OpenedCheckpoint][]) {
      const proof = hashes(await t.ask(getConsistencyProof, { from: older.size, to: newer.size }, auditor));
      expect(verifyConsistency({ from: older.size, to: newer.size, fromRoot: older.root, toRoot: newer.root, proof })).toBe(true);
    }
  });

  it('cover each entry: its inclusion is proved in every checkpoint since', async () => {
    for (const [index, at] of [[0, 0], [2, 1], [299, 1], [300, 2], [699, 2]] as const) {
      const { size, root } = kept[at] as OpenedCheckpoint;
      const proof = await t.ask(getInclusionProof, { index, size }, auditor);
      expect(verifyInclusion({ leafHash: Buffer.from(proof.leafHash, 'base64'), index, size, proof: hashes(proof), root })).toBe(true);
    }
  });

  it('are signed with one key for ever: a start with another is refused', async () => {
    const settings = { DATABASE_URL: t.databaseUrl, NATS_URL: t.bus.url, NATS_USER: 'audit', NATS_PASSWORD: t.bus.passwordOf('audit') };
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(startService(auditService, { settings: testSettings({ ...settings, AUDIT_KEY_PEM: pem }) })).rejects.toThrow(/belongs to the key gongshu\.node-130000\/audit/);
    await expect(startService(auditService, { settings: testSettings({ ...settings, AUDIT_KEY_PEM: 'secret' }) })).rejects.toThrow('AUDIT_KEY_PEM is not a private key in PEM');
    await expect(startService(auditService, { settings: testSettings({ ...settings, NODE_CODE: '130100' }) })).rejects.toThrow(/not to gongshu\.node-130100\/audit/);
  });
});

describe('tiles', () => {
  const tile = async (level: string, path: string): Promise<Buffer> => bytes(await t.ask(getTile, { level, tile: path }, auditor));

  it('hold the entries and their hashes, and an older narrower tile stays as it was', async () => {
    const leaves = await tile('0', '001');
    expect(leaves).toHaveLength(256 * 32);
    expect(await tile('0', '001.p/44')).toEqual(leaves.subarray(0, 44 * 32));
    const bundle = await tile('entries', '001.p/1');
    expect(leafHash(bundle.subarray(2))).toEqual(leaves.subarray(0, 32));
    expect(await tile('1', '000.p/2')).toHaveLength(64);
  });

  it.each([['0', '003'], ['0', '002'], ['0', '002.p/189'], ['0', '000.p/0'], ['0', '000.p/256'], ['0', 'x000/001'], ['2', '000.p/1'], ['63', 'x999/x999/999'], ['entries', '002']])(
    'answer 404 where the log has none: level %s, %s',
    async (level, path) => {
      await expect(tile(level, path)).rejects.toMatchObject({ definition: { status: 404 } });
    },
  );

  it('refuse what is no tile by its form, naming the field', async () => {
    await expect(tile('64', '000')).rejects.toMatchObject({ definition: { code: 'input/invalid' }, parts: { errors: [{ pointer: '/level' }] } });
    await expect(tile('0', '../key')).rejects.toMatchObject({ definition: { code: 'input/invalid' }, parts: { errors: [{ pointer: '/tile' }] } });
  });
});

describe('proofs', () => {
  it.each([
    ['/size', () => t.ask(getInclusionProof, { index: 0, size: 701 }, auditor)],
    ['/index', () => t.ask(getInclusionProof, { index: 3, size: 3 }, auditor)],
    ['/to', () => t.ask(getConsistencyProof, { from: 1, to: 701 }, auditor)],
    ['/from', () => t.ask(getConsistencyProof, { from: 4, to: 3 }, auditor)],
  ])('beyond the tree are refused at %s', async (pointer, ask) => {
    await expect(ask()).rejects.toMatchObject({ definition: { code: 'audit/beyond-tree', status: 422 }, parts: { errors: [{ pointer }] } });
  });

  it('and tiles are for auditors; key and checkpoint are for everybody', async () => {
    const operator: TestParty = { ...auditor, roles: ['OPERATOR'] };
    await expect(t.ask(getInclusionProof, { index: 0, size: 1 }, operator)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(getTile, { level: '0', tile: '000' }, operator)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(getConsistencyProof, { from: 1, to: 2 })).rejects.toMatchObject({ definition: { status: 401 } });
  });
});

describe('the independent verifier', () => {
  it('finds the whole log in order, also against a checkpoint kept from before', async () => {
    const report = await verifyLog({ gatewayUrl, indexes: [0, 255, 256, 699], oldCheckpoint: keptNote });
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(report).toMatchObject({ ok: true, origin: 'gongshu.node-130000/audit' });
    // The refusals above are entries too, as soon as they have come.
    expect(report.size).toBeGreaterThanOrEqual(700);
  });

  it('finds one changed byte in a row and names the entry', async () => {
    const change = 'UPDATE audit_entry SET entry = set_byte(entry, 20, get_byte(entry, 20) # 1) WHERE index = 431';
    await t.query(change);
    expect(await verifyLog({ gatewayUrl })).toMatchObject({ ok: false, firstBadIndex: 431 });
    await t.query(change);
    expect((await verifyLog({ gatewayUrl })).ok).toBe(true);
  });

  it('finds a changed hash in the tree, and a row that is gone', async () => {
    const change = 'UPDATE tree_node SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE level = 0 AND index = 5';
    await t.query(change);
    expect(await verifyLog({ gatewayUrl })).toMatchObject({ ok: false, firstBadIndex: 5 });
    await t.query(change);
    await t.query('DELETE FROM entry_salt WHERE index = 6');
    await t.query('DELETE FROM audit_entry WHERE index = 6');
    expect(await verifyLog({ gatewayUrl })).toMatchObject({ ok: false, firstBadIndex: 6 });
  });
});
