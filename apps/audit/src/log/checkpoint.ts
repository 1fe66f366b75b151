import { sign, verify } from 'node:crypto';
import { HASH_BYTES } from './merkle-tree.js';
import { COSIGNATURE_V1, decodeBase64, isLineOf, NoteRefused, parseNote, signatureLine, signatureOf, verifierKeyOf, verifyNoteLine } from './signed-note.js';
import type { NoteSigner, VerifierKey } from './signed-note.js';

/** Checkpoints (c2sp.org/tlog-checkpoint) and the cosignatures of their witnesses (c2sp.org/tlog-cosignature, `cosignature/v1`). */

export interface Checkpoint {
  /** Says which log this is. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export interface OpenedCheckpoint extends Checkpoint {
  /** The text that was signed, extension lines included: what a witness cosigns. */
  readonly text: string;
  readonly signatureLines: readonly string[];
}

/** The note text of a checkpoint, ready for `signNote`. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** Throws NoteRefused when the text is not that of a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.split('\n').slice(0, -1);
  const root = decodeBase64(rootText);
  const size = Number(sizeText);
  if (!text.endsWith('\n') || origin === '' || extensions.includes('')) throw new NoteRefused('a checkpoint is origin, size and root, a line each');
  if (!/^(0|[1-9][0-9]*)$/.test(sizeText) || !Number.isSafeInteger(size)) throw new NoteRefused('the size of a checkpoint is a whole number');
  if (root?.length !== HASH_BYTES) throw new NoteRefused('the root of a checkpoint is 32 bytes in base64');
  return { origin, size, root };
}

/**
 * Reads a signed checkpoint that must be the log's own: throws NoteRefused unless the log's key signed it, every line under that key verifies, and
 * its origin is the key's name. Lines of other keys (witnesses) are not judged here.
 */
export function openCheckpoint(note: string, logKey: VerifierKey): OpenedCheckpoint {
  const { text, signatureLines } = parseNote(note);
  const own = signatureLines.filter((line) => isLineOf(line, logKey));
  if (own.length === 0) throw new NoteRefused(`no signature of ${logKey.name}`);
  if (!own.every((line) => verifyNoteLine(text, line, logKey))) throw new NoteRefused(`the signature of ${logKey.name} does not verify`);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== logKey.name) throw new NoteRefused(`the checkpoint is of ${checkpoint.origin}, not of ${logKey.name}`);
  return { ...checkpoint, text, signatureLines };
}

/**
 * The line of a witness: "at this time this was the largest consistent tree I had seen of this log". Only for a text whose consistency with the last
 * one cosigned was verified. `atSeconds` is POSIX time.
 */
export function cosign(text: string, witness: NoteSigner, atSeconds: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(atSeconds));
  const signature = sign(null, cosignedMessage(text, BigInt(atSeconds)), witness.privateKey);
  return signatureLine(verifierKeyOf(witness, COSIGNATURE_V1), Buffer.concat([time, signature]));
}

/** The POSIX time in seconds at which this witness cosigned, or undefined when the line is not its valid cosignature of the text. */
export function verifyCosignature(text: string, line: string, witness: VerifierKey): number | undefined {
  const signed = signatureOf(line, witness);
  if (witness.type !== COSIGNATURE_V1 || signed?.length !== 8 + 64) return undefined;
  const time = signed.readBigUInt64BE(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return verify(null, cosignedMessage(text, time), witness.publicKey, signed.subarray(8)) ? Number(time) : undefined;
}

function cosignedMessage(text: string, atSeconds: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${atSeconds}\n${text}`);
}
