import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LogFault } from './report.js';
import { HASH_BYTES } from './tree.js';

/** Signed notes, checkpoints and cosignatures as a reader needs them: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature. */

export const LOG_SIGNATURE = 1;
export const WITNESS_COSIGNATURE = 4;

/** POSIX seconds of the last instant a Date can tell. */
const LATEST_TIME = 8_640_000_000_000n;

export interface VerifierKey {
  readonly name: string;
  readonly id: string;
  readonly type: number;
  readonly publicKey: KeyObject;
}

interface Signature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Buffer;
}

export interface Checkpoint {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly signatures: readonly Signature[];
}

export function readKey(vkey: string, type: number): VerifierKey {
  const [name = '', id = '', ...rest] = vkey.trim().split('+');
  const material = base64(rest.join('+'));
  if (material?.length !== 33 || material[0] !== type) throw new LogFault(`公钥无法识别:${vkey}`, `not a verifier key of the expected kind: ${vkey}`);
  const hash = createHash('sha256').update(`${name}\n`).update(material).digest('hex');
  if (hash.slice(0, 8) !== id) throw new LogFault(`公钥与其编号不符:${vkey}`, `the key does not match its id: ${vkey}`);
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: material.subarray(1).toString('base64url') }, format: 'jwk' });
  return { name, id, type, publicKey };
}

/** Reads a checkpoint and insists on the log's signature. */
export function readCheckpoint(note: string, logKey: VerifierKey): Checkpoint {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const signatures = note.slice(end + 1).split('\n').filter((line) => line !== '').map(readSignature);
  const own = signatures.filter((signature) => isBy(signature, logKey));
  if (own.length === 0) throw new LogFault(`检查点没有日志 ${logKey.name} 的签名`, `the checkpoint carries no signature of ${logKey.name}`);
  if (!own.every((signature) => verify(null, Buffer.from(text), logKey.publicKey, signature.bytes))) {
    throw new LogFault('检查点的日志签名无效', 'the log signature of the checkpoint is not valid');
  }
  const [origin = '', sizeText = '', rootText = ''] = text.split('\n');
  const [size, root] = [Number(sizeText), base64(rootText)];
  if (!/^(0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) {
    throw new LogFault('检查点格式不正确', 'the checkpoint is malformed');
  }
  if (origin !== logKey.name) throw new LogFault(`检查点属于另一日志:${origin}`, `the checkpoint belongs to another log: ${origin}`);
  return { text, origin, size, root, signatures };
}

/** When the witness cosigned (POSIX seconds), 'absent' without a line of it, 'invalid' when one of its lines does not verify. */
export function cosignedAt(checkpoint: Checkpoint, witness: VerifierKey): number | 'absent' | 'invalid' {
  const times = checkpoint.signatures
    .filter((signature) => isBy(signature, witness))
    .map(({ bytes }) => {
      if (bytes.length !== 72) return undefined;
      const time = bytes.readBigUInt64BE(0);
      if (time > LATEST_TIME) return undefined;
      const message = Buffer.from(`cosignature/v1\ntime ${time}\n${checkpoint.text}`);
      return verify(null, message, witness.publicKey, bytes.subarray(8)) ? Number(time) : undefined;
    });
  if (times.length === 0) return 'absent';
  return times.every((time) => time !== undefined) ? Math.max(...times) : 'invalid';
}

/** Undefined for anything but strict base64. */
export function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function readSignature(line: string): Signature {
  const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const signed = encoded === undefined ? undefined : base64(encoded);
  if (name === undefined || signed === undefined) throw new LogFault(`签名行格式不正确:${line}`, `a malformed signature line: ${line}`);
  return { name, id: signed.subarray(0, 4).toString('hex'), bytes: signed.subarray(4) };
}

function isBy(signature: Signature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.id === key.id;
}
