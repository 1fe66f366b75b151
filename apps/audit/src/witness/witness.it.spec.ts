import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, checkpointCosigned, checkpointRejected, checkpointSigned, getCheckpoint, type CheckpointCosigned, type CheckpointSigned, type EventDefinition } from '@gongshu/contracts';
import { startTestService, type TestService } from '@gongshu/testing';
import { auditService } from '../index.js';
import { formatCheckpoint, openCheckpoint, verifyCosignature } from '../log/checkpoint.js';
import { consistencyProof } from '../log/merkle-proof.js';
import { appendLeaves, EMPTY_RANGE, leafHash, rootHash } from '../log/merkle-tree.js';
import { COSIGNATURE_V1, ED25519, formatNote, formatVerifierKey, parseVerifierKey, signNote, verifierKeyOf } from '../log/signed-note.js';

const PROVINCE = '130000';
const CITY = '130100';
const refusal = { request: 'open-grant', act: null, subject: null, code: 'access/forbidden', pack: null, article: null };

let province: TestService;
let city: TestService;
beforeAll(async () => {
  const settings = { CHECKPOINT_MILLISECONDS: '20' };
  [province, city] = await Promise.all([
    startTestService(auditService, { settings }),
    startTestService(auditService, { settings, node: { code: CITY, name: '石家庄市', level: 'CITY', pack: 'hebei', parent: PROVINCE } }),
  ]);
});
afterAll(() => Promise.all([province.stop(), city.stop()]));

/** Does the work of the two federation services: brings the events of a kind, which one node announced itself, to the other node. */
function courier<D extends object>(definition: EventDefinition<D>, from: TestService, node: string, to: TestService): () => Promise<number> {
  let carried = 0;
  return async () => {
    const waiting = from.seen(definition).filter((event) => event.node === node).slice(carried);
    for (const event of waiting) await to.announce(definition, event.subject, event.data, { node, id: event.id });
    carried += waiting.length;
    return carried;
  };
}

const strangerKey = formatVerifierKey(verifierKeyOf({ name: `gongshu.node-${CITY}/witness`, privateKey: generateKeyPairSync('ed25519').privateKey }, COSIGNATURE_V1));

const noteOf = async (t: TestService): Promise<string> => Buffer.from((await t.ask(getCheckpoint, {})).body, 'base64').toString();
const logSize = async (t: TestService): Promise<number> => Number((await t.query<{ size: string }>('SELECT size FROM log'))[0]?.size);
const act = (t: TestService, subject: string): Promise<unknown> => t.announce(actRefused.sharing, subject, refusal);

/** The newest checkpoint of a node that covers its whole log. */
async function signedAll(t: TestService, node: string): Promise<CheckpointSigned> {
  return t.eventually(async () => {
    const size = await logSize(t);
    return t.seen(checkpointSigned).find((event) => event.node === node && event.data.size === size)?.data;
  });
}

describe('two neighbouring nodes', () => {
  it('witness each other’s checkpoints: the city’s signature stands on the province’s checkpoint', async () => {
    const bringSigned = courier(checkpointSigned, province, PROVINCE, city);
    const bringCosigned = courier(checkpointCosigned, city, CITY, province);
    for (const step of [1, 2, 3]) {
      await act(province, `step-${step}`);
      await province.eventually(async () => (await logSize(province)) === step);
      const signed = await signedAll(province, PROVINCE);
      await bringSigned();
      const cosigned = await city.eventually(() => city.seen(checkpointCosigned).find(({ data }) => data.size === step)?.data);
      expect(cosigned).toMatchObject({ addressedTo: PROVINCE, origin: 'gongshu.node-130000/audit' });
      await bringCosigned();
      await province.eventually(async () => {
        const opened = openCheckpoint(await noteOf(province), parseVerifierKey(signed.logKey));
        const witness = parseVerifierKey(cosigned.witnessKey);
        const times = opened.signatureLines.map((line) => verifyCosignature(opened.text, line, witness)).filter((time) => time !== undefined);
        return opened.size === step && times.length === 1 && times[0] === Date.parse('2026-03-02T09:00:00+08:00') / 1000;
      });
    }
    expect(city.seen(checkpointRejected)).toEqual([]);
    // Witnessing is no act of the log's own: the city's log is as empty as before.
    expect(await logSize(city)).toBe(0);
  });

  it('get the cosigned checkpoint while the witness keeps up, and the newest when it is late by more than five seconds', async () => {
    const before = await noteOf(province);
    await act(province, 'not-witnessed-yet');
    await province.eventually(async () => (await logSize(province)) === 4);
    await signedAll(province, PROVINCE);
    expect(await noteOf(province)).toBe(before);
    province.clock.advance(5_001);
    expect((await noteOf(province)).split('\n')[1]).toBe('4');
  });

  it.each([
    ['made for another checkpoint', { size: 4 }],
    ['made for a checkpoint never signed', { size: 4711 }],
    ['under the name of another node', { node: '130200' }],
    ['with a key that is none', { witnessKey: 'hello' }],
    ['with another key than the witness began with', { witnessKey: strangerKey }],
    ['for a log of another name', { origin: 'gongshu.node-130300/audit' }],
  ])('do not keep a cosignature %s', async (_what, { node = CITY, ...change }: Partial<CheckpointCosigned> & { node?: string }) => {
    const honest = city.seen(checkpointCosigned)[0]?.data as CheckpointCosigned;
    const letters = async (): Promise<number> => (await province.query("SELECT 1 FROM dead_letter WHERE reaction = 'when-neighbour-cosigned-checkpoint'")).length;
    const [before, lines] = [await letters(), await province.query('SELECT * FROM cosignature ORDER BY size')];
    await province.announce(checkpointCosigned, honest.origin, { ...honest, ...change }, { node });
    await province.eventually(async () => (await letters()) === before + 1);
    expect(await province.query('SELECT * FROM cosignature ORDER BY size')).toEqual(lines);
  });
});

describe('a log that is not what it was', () => {
  // A neighbour all in the test's hands: it can sign whatever it likes.
  const node = '130200';
  const log = { name: `gongshu.node-${node}/audit`, privateKey: generateKeyPairSync('ed25519').privateKey };
  const leavesOf = (...texts: string[]): Buffer[] => texts.map((text) => leafHash(Buffer.from(text)));
  const honest = leavesOf('a', 'b', 'c', 'd', 'e', 'f');
  const fork = [...honest.slice(0, 2), ...leavesOf('C', 'D', 'E', 'F')];

  async function announce(leaves: readonly Buffer[], previousSize: number): Promise<void> {
    const { nodes } = appendLeaves(EMPTY_RANGE, leaves);
    const text = formatCheckpoint({ origin: log.name, size: leaves.length, root: rootHash(leaves) });
    const proof = await consistencyProof(previousSize, leaves.length, (level, index) => nodes.find((found) => found.level === level && found.index === index)?.hash as Buffer);
    await city.announce(
      checkpointSigned,
      log.name,
      {
        checkpoint: formatNote({ text, signatureLines: [signNote(text, log)] }),
        logKey: formatVerifierKey(verifierKeyOf(log, ED25519)),
        previousSize,
        size: leaves.length,
        consistency: proof.map((hash) => hash.toString('base64')),
      },
      { node },
    );
  }
  const cosignedSizes = (): number[] => city.seen(checkpointCosigned).filter(({ data }) => data.addressedTo === node).map(({ data }) => data.size);
  const rejections = (): { size: number; reason: string }[] => city.seen(checkpointRejected).map(({ data: { size, reason } }) => ({ size, reason }));

  it('is rejected aloud, once for each reason, and the rejection is an entry of the witness’s own log', async () => {
    await announce(honest.slice(0, 3), 0);
    await city.eventually(() => cosignedSizes().length === 1);
    await announce(fork.slice(0, 4), 3);
    await announce(fork.slice(0, 5), 3);
    await announce(fork.slice(0, 3), 2);
    await city.eventually(() => rejections().length === 2);
    expect(rejections()).toEqual([
      { size: 4, reason: 'the log does not continue what was seen before' },
      { size: 3, reason: 'the log has signed two different trees of one size' },
    ]);
    await city.eventually(async () => (await city.query('SELECT 1 FROM audit_entry WHERE type = $1', [checkpointRejected.type])).length === 2);
    expect(cosignedSizes()).toEqual([3]);
  });

  it('is cosigned again once it continues honestly, and a stale checkpoint is passed over in silence', async () => {
    await announce(honest.slice(0, 5), 3);
    await city.eventually(() => cosignedSizes().length === 2);
    await announce(honest.slice(0, 3), 0);
    await announce(honest, 5);
    await city.eventually(() => cosignedSizes().length === 3);
    expect(cosignedSizes()).toEqual([3, 5, 6]);
    expect(rejections()).toHaveLength(2);
  });
});
