import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CheckpointSigned } from '@gongshu/contracts';
import { formatCheckpoint } from '../log/checkpoint.js';
import { consistencyProof } from '../log/merkle-proof.js';
import { appendLeaves, EMPTY_RANGE, leafHash, rootHash } from '../log/merkle-tree.js';
import { ED25519, formatNote, formatVerifierKey, signNote, verifierKeyOf, type NoteSigner } from '../log/signed-note.js';
import { logOrigin } from '../log-names.js';
import { judgeCheckpoint, type SeenLog } from './judge-checkpoint.js';

const origin = logOrigin('130100');
const signer = (name: string): NoteSigner => ({ name, privateKey: generateKeyPairSync('ed25519').privateKey });
const log = signer(origin);
const keyOf = (by: NoteSigner): string => formatVerifierKey(verifierKeyOf(by, ED25519));
const leavesOf = (...texts: string[]): Buffer[] => texts.map((text) => leafHash(Buffer.from(text)));
const a = leavesOf('a', 'b', 'c', 'd', 'e', 'f', 'g');

async function claim(leaves: readonly Buffer[], previousSize: number, by = log): Promise<CheckpointSigned> {
  const { nodes } = appendLeaves(EMPTY_RANGE, leaves);
  const read = (level: number, index: number): Buffer => nodes.find((node) => node.level === level && node.index === index)?.hash as Buffer;
  const text = formatCheckpoint({ origin: by.name, size: leaves.length, root: rootHash(leaves) });
  const proof = await consistencyProof(previousSize, leaves.length, read);
  return {
    checkpoint: formatNote({ text, signatureLines: [signNote(text, by)] }),
    logKey: keyOf(by),
    previousSize,
    size: leaves.length,
    consistency: proof.map((hash) => hash.toString('base64')),
  };
}

const seenAt = (size: number): SeenLog => ({ logKey: keyOf(log), size, root: rootHash(a.slice(0, size)) });

describe('a neighbour’s checkpoint', () => {
  it('is believed at first sight, wherever the log stands', async () => {
    expect(judgeCheckpoint(origin, await claim(a, 3), null, null)).toMatchObject({ kind: 'continues', checkpoint: { size: 7 } });
  });

  it('continues when the proof leads from the size last seen', async () => {
    expect(judgeCheckpoint(origin, await claim(a, 3), seenAt(3), null).kind).toBe('continues');
  });

  it('is known when it was cosigned before, be it the newest or an older one', async () => {
    expect(judgeCheckpoint(origin, await claim(a, 3), seenAt(7), rootHash(a))).toEqual({ kind: 'known' });
    expect(judgeCheckpoint(origin, await claim(a.slice(0, 4), 3), seenAt(7), rootHash(a.slice(0, 4)))).toEqual({ kind: 'known' });
  });

  const fork = [...a.slice(0, 2), ...leavesOf('C', 'D', 'E', 'F', 'G')];
  it.each([
    ['rewrites what was seen', async () => claim(fork, 3), seenAt(3), null, 'the log does not continue what was seen before'],
    ['is another tree of a size seen', async () => claim(fork, 3), seenAt(7), rootHash(a), 'the log has signed two different trees of one size'],
    ['is smaller than what was seen', async () => claim(a.slice(0, 5), 3), seenAt(7), null, 'the log has shrunk'],
    ['leaves a gap after what was seen', async () => claim(a, 5), seenAt(3), null, 'the announced proof does not begin where this witness last stood'],
    ['comes with a proof that is no base64', async () => ({ ...(await claim(a, 3)), consistency: ['?'] }), seenAt(3), null, 'the log does not continue what was seen before'],
    ['comes with a new key', async () => claim(a, 3, signer(origin)), seenAt(3), null, 'the log key is not the one seen first'],
    ['is not signed by its key', async () => ({ ...(await claim(a, 3)), logKey: keyOf(signer(origin)) }), null, null, 'not a checkpoint its log has signed'],
    ['is no note', async () => ({ ...(await claim(a, 3)), checkpoint: 'hello' }), null, null, 'not a checkpoint its log has signed'],
    ['has no readable key', async () => ({ ...(await claim(a, 3)), logKey: 'hello' }), null, null, 'not a checkpoint its log has signed'],
    ['is of another node’s log', async () => claim(a, 3, signer(logOrigin('130200'))), null, null, 'the checkpoint is of a log of another name'],
    ['is announced with another size', async () => ({ ...(await claim(a, 3)), size: 6 }), null, null, 'the signed size is not the announced one'],
  ] as const)('is refused when it %s', async (_what, made, seen, rootAtSize, reason) => {
    expect(judgeCheckpoint(origin, await made(), seen, rootAtSize)).toEqual({ kind: 'refused', reason });
  });
});
