import { LogClient } from './log-client.js';
import type { Credentials } from './log-client.js';
import { cosignedAt, LOG_SIGNATURE, readCheckpoint, readKey, WITNESS_COSIGNATURE } from './note.js';
import type { Checkpoint, VerifierKey } from './note.js';
import { readEntries } from './read-entries.js';
import { attempt, held, LogFault } from './report.js';
import type { Finding, Report } from './report.js';
import { rootByInclusion, rootsByConsistency } from './tree.js';

export interface VerifyOptions extends Credentials {
  /** For example `http://127.0.0.1:8080`. */
  readonly gatewayUrl: string;
  /** Verifier key of the log as obtained elsewhere. Without it the gateway is believed about the key, and only about that. */
  readonly logKey?: string;
  /** Entries whose inclusion proof is checked; by default the first, the middle and the last. */
  readonly indexes?: readonly number[];
  /** Size from which a consistency proof is checked; by default half of the log. */
  readonly oldSize?: number;
  /** A signed checkpoint kept from an earlier run: shows that nothing before it was rewritten since. */
  readonly oldCheckpoint?: string;
  /** Verifier keys (type 04) of witnesses; each must have cosigned the checkpoint. */
  readonly witnesses?: readonly string[];
}

/** Checks the whole log behind a gateway. Never rejects for what the log serves or fails to serve: that is in the report. */
export async function verifyLog(options: VerifyOptions): Promise<Report> {
  const findings: Finding[] = [];
  const log = await attempt(findings, 'checkpoint', () => openLog(options));
  if (log === undefined) return { ok: false, findings };
  findings.push(checkpointHeld(log.head));
  await checkLog(log, options, findings);
  const badIndexes = findings.flatMap(({ badIndex }) => (badIndex === undefined ? [] : [badIndex]));
  return {
    ok: findings.every((finding) => finding.ok),
    findings,
    ...(badIndexes.length === 0 ? {} : { firstBadIndex: Math.min(...badIndexes) }),
    checkpoint: log.note,
    origin: log.head.origin,
    size: log.head.size,
    root: log.head.root.toString('base64'),
  };
}

interface OpenedLog {
  readonly client: LogClient;
  readonly logKey: VerifierKey;
  readonly note: string;
  readonly head: Checkpoint;
}

async function openLog(options: VerifyOptions): Promise<OpenedLog> {
  const client = await LogClient.connect(options.gatewayUrl, options);
  const logKey = readKey(options.logKey ?? (await client.text('key')), LOG_SIGNATURE);
  const note = await client.text('checkpoint');
  return { client, logKey, note, head: readCheckpoint(note, logKey) };
}

function checkpointHeld({ origin, size, root }: Checkpoint): Finding {
  const hash = root.toString('base64');
  return held('checkpoint', `检查点签名有效:${origin},共 ${size} 条,根哈希 ${hash}`, `the checkpoint is signed by the log: ${origin}, ${size} entries, root ${hash}`);
}

async function checkLog(log: OpenedLog, options: VerifyOptions, findings: Finding[]): Promise<void> {
  const { head, client } = log;
  const indexes = options.indexes ?? (head.size === 0 ? [] : [...new Set([0, Math.floor(head.size / 2), head.size - 1])]);
  const oldSize = options.oldSize ?? Math.floor(head.size / 2);
  const { oldCheckpoint } = options;
  const kept = oldCheckpoint === undefined ? undefined : await attempt(findings, 'consistency', () => readCheckpoint(oldCheckpoint, log.logKey));
  for (const witness of options.witnesses ?? []) await attempt(findings, 'witness', () => findings.push(checkWitness(head, witness)));

  const sizes = [head.size, oldSize, ...(kept === undefined ? [] : [kept.size])];
  const derived = await attempt(findings, 'entries', () => readEntries(client, head.size, { indexes, sizes }));
  if (derived === undefined) return;
  const { leafHashes, roots } = derived;
  await attempt(findings, 'entries', () => findings.push(checkRoot(head, roots.get(head.size))));
  findings.push(derived.tileFinding);
  for (const index of indexes) await attempt(findings, 'inclusion', async () => findings.push(await checkInclusion(log, index, leafHashes.get(index))));
  await attempt(findings, 'consistency', async () => findings.push(await checkConsistency(log, oldSize, roots.get(oldSize))));
  if (kept !== undefined) await attempt(findings, 'consistency', async () => findings.push(await checkKept(log, kept, roots.get(kept.size))));
}

function checkRoot({ size, root }: Checkpoint, derived: Buffer | undefined): Finding {
  if (!derived?.equals(root)) throw new LogFault('由条目重新计算的根哈希与检查点不一致', 'the root derived from the entries is not the signed one');
  return held('entries', `由全部 ${size} 条条目重新计算的根哈希与检查点一致`, `the root derived anew from all ${size} entries is the signed one`);
}

async function checkInclusion({ client, head }: OpenedLog, index: number, leaf: Buffer | undefined): Promise<Finding> {
  if (leaf === undefined) throw new LogFault(`日志中没有第 ${index} 条`, `the log has no entry ${index}`);
  const { leafHash, hashes } = await client.inclusionProof(index, head.size);
  if (!leafHash.equals(leaf)) throw new LogFault(`第 ${index} 条的叶哈希与条目不符`, `the leaf hash given for entry ${index} is not that of the entry`, index);
  const holds = rootByInclusion(leaf, index, head.size, hashes)?.equals(head.root) ?? false;
  if (!holds) throw new LogFault(`第 ${index} 条的包含证明不成立`, `the inclusion proof of entry ${index} does not hold`);
  return held('inclusion', `第 ${index} 条的包含证明成立`, `the inclusion proof of entry ${index} holds`);
}

async function checkKept(log: OpenedLog, { size, root }: Checkpoint, derived: Buffer | undefined): Promise<Finding> {
  if (derived !== undefined && !derived.equals(root)) {
    throw new LogFault(`历史被改写:前 ${size} 条与此前保存的检查点不符`, `history was rewritten: the first ${size} entries are not those of the checkpoint kept`);
  }
  return checkConsistency(log, size, derived);
}

/** `fromRoot` as derived from the entries; without one the log is shorter than that. */
async function checkConsistency({ client, head }: OpenedLog, from: number, fromRoot: Buffer | undefined): Promise<Finding> {
  const to = head.size;
  if (fromRoot === undefined) throw new LogFault(`日志变短:此前 ${from} 条,现在 ${to} 条`, `the log shrank: ${from} entries before, ${to} now`);
  // RFC 6962 knows no proof from the empty tree: every log is consistent with it.
  if (from > 0) {
    const roots = rootsByConsistency(from, to, fromRoot, await client.consistencyProof(from, to));
    if (!roots?.older.equals(fromRoot) || !roots.newer.equals(head.root)) {
      throw new LogFault(`${from} 条至 ${to} 条的一致性证明不成立`, `the consistency proof from ${from} to ${to} entries does not hold`);
    }
  }
  return held('consistency', `${from} 条至 ${to} 条只增未改`, `from ${from} to ${to} entries the log only grew`);
}

function checkWitness(head: Checkpoint, vkey: string): Finding {
  const witness = readKey(vkey, WITNESS_COSIGNATURE);
  const at = cosignedAt(head, witness);
  if (at === 'absent') throw new LogFault(`缺少见证方 ${witness.name} 的联署`, `the cosignature of witness ${witness.name} is missing`);
  if (at === 'invalid') throw new LogFault(`见证方 ${witness.name} 的联署无效`, `the cosignature of witness ${witness.name} is not valid`);
  const time = new Date(at * 1000).toISOString();
  return held('witness', `见证方 ${witness.name} 已于 ${time} 联署`, `witness ${witness.name} cosigned at ${time}`);
}
