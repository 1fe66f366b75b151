import { Injectable } from '@nestjs/common';
import { Problem, problems, type Party } from '@gongshu/contracts';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';
import { isVisibleTo, mayBeRefused, searchedText, type Entry } from './entry.js';

interface Row extends Omit<Entry, 'compiledAt' | 'publishedAt' | 'replacedAt'> {
  readonly compiled_at: Date;
  readonly published_at: Date | null;
  readonly replaced_at: Date | null;
}

const COLUMNS =
  'id, version, node, provider, compilers, content, code, standing, history, concerned, change, withdrawal, compiled_at, published_at, replaced_at, waiting_for';
const SELECT = `SELECT ${COLUMNS} AS "waitingFor", needs_update AS "needsUpdate" FROM catalogue_entry AS entry`;
/** The fields by which data are classed for sharing. */
const CLASSIFYING = ['sharingType', 'sharingCondition', 'sharingScope', 'notSharedBasis'];
const LATEST = 'version = (SELECT max(version) FROM catalogue_entry WHERE id = entry.id)';

export type Scope = 'published' | 'mine' | 'to-review' | 'to-guide';

export interface EntrySearch {
  readonly scope: Scope;
  readonly words: readonly string[];
  readonly sharingType: string | undefined;
  readonly node: string | undefined;
  /** Where the page begins: `<instant>_<id>`. */
  readonly after: string;
  readonly limit: number;
}

@Injectable()
export class EntryStore {
  /** The newest version the caller may see. @throws Problem 404 for an entry that is not there, or not visible to the caller */
  async load(tx: Transaction, id: string): Promise<Entry> {
    const rows = await tx.query<Row>(`${SELECT} WHERE id = $1 AND (in_force OR ${LATEST}) ORDER BY version DESC`, [id]);
    const entry = rows.map(fromRow).find((version) => isVisibleTo(version, tx.ctx));
    if (entry === undefined) throw new Problem(problems.notFound);
    return entry;
  }

  /** The newest version under lock, for an act. @throws Problem 404 as `load`, save for authorities whose overreach is to be refused with its article */
  async loadForUpdate(tx: Transaction, id: string): Promise<Entry> {
    await lock(tx, id);
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE`, [id]);
    const entry = row === undefined ? undefined : fromRow(row);
    if (entry === undefined || !mayBeRefused(entry, tx.ctx)) throw new Problem(problems.notFound);
    return entry;
  }

  /** All versions the caller may see, the newest first. */
  async versions(tx: Transaction, id: string): Promise<Entry[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE id = $1 ORDER BY version DESC`, [id]);
    return rows.map(fromRow).filter((version) => isVisibleTo(version, tx.ctx));
  }

  /** Whether an act is on record in any version of the entry. */
  async hasHadAct(tx: Transaction, id: string, act: string): Promise<boolean> {
    const [found] = await tx.query('SELECT 1 FROM catalogue_entry WHERE id = $1 AND history @> $2::jsonb LIMIT 1', [id, JSON.stringify([{ act }])]);
    return found !== undefined;
  }

  /** The version that was in force at an instant; undefined when none was. */
  async inForceAt(tx: Transaction, id: string, instant: string): Promise<Entry | undefined> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND published_at <= $2 AND (replaced_at IS NULL OR replaced_at > $2) ORDER BY version DESC LIMIT 1`, [id, instant]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** This node's entries whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<Entry[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE node = $1 AND open AND standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`, [tx.ctx.node.code]);
    return rows.map(fromRow);
  }

  async save(tx: Transaction, entry: Entry): Promise<void> {
    await tx.query(
      `INSERT INTO catalogue_entry (${COLUMNS}, searched) VALUES (${PLACES})
       ON CONFLICT (id, version) DO UPDATE SET compilers = excluded.compilers, content = excluded.content, code = excluded.code, standing = excluded.standing, history = excluded.history,
         concerned = excluded.concerned, withdrawal = excluded.withdrawal, published_at = excluded.published_at, replaced_at = excluded.replaced_at, waiting_for = excluded.waiting_for,
         searched = excluded.searched`,
      toRow(entry),
    );
  }

  /** Ends the version in force, because the next one comes into force now. */
  async replaceInForce(tx: Transaction, id: string): Promise<void> {
    await tx.query('UPDATE catalogue_entry SET replaced_at = $2 WHERE id = $1 AND in_force', [id, tx.ctx.now]);
  }

  /** This node's entry as it is in force, under lock; undefined when it has none. */
  async lockInForce(tx: Transaction, id: string): Promise<Entry | undefined> {
    await lock(tx, id);
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND node = $2 AND in_force FOR UPDATE`, [id, tx.ctx.node.code]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Whether a version of the entry is under way. */
  async isUnderWay(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM catalogue_entry WHERE id = $1 AND open', [id])).length > 0;
  }

  /** Organisations of this node with entries in force, each as its last publication names it. */
  async providers(tx: Transaction): Promise<Party[]> {
    const rows = await tx.query<{ provider: Party }>('SELECT DISTINCT ON (provider_id) provider FROM catalogue_entry WHERE node = $1 AND in_force ORDER BY provider_id, published_at DESC', [
      tx.ctx.node.code,
    ]);
    return rows.map(({ provider }) => provider);
  }

  /** Moves a version under way one number up, for one that comes into force before it, and gives it that one's classification. */
  async makeRoom(tx: Transaction, id: string, classification: object): Promise<void> {
    await tx.query('UPDATE catalogue_entry SET version = version + 1, content = (content - $2::text[]) || $3::jsonb WHERE id = $1 AND open', [
      id, CLASSIFYING, JSON.stringify(classification),
    ]);
  }

  /** Keeps a neighbour's entry unless a version as new is here already; answers whether it did. An entry never changes its node: a neighbour cannot write over an entry of ours, nor of another neighbour. */
  async keepIfNewer(tx: Transaction, entry: Entry): Promise<boolean> {
    await lock(tx, entry.id);
    const [known] = await tx.query<{ node: string; version: number }>('SELECT node, version FROM catalogue_entry WHERE id = $1 ORDER BY version DESC LIMIT 1', [entry.id]);
    if (known !== undefined && (known.node !== entry.node || known.version >= entry.version)) return false;
    await tx.query('UPDATE catalogue_entry SET replaced_at = $2 WHERE id = $1 AND in_force', [entry.id, entry.publishedAt]);
    await this.save(tx, entry);
    return true;
  }

  /** A neighbour's entry that its node has withdrawn is in force no longer. */
  async endNeighbours(tx: Transaction, { id, node, version, withdrawnAt }: { id: string; node: string; version: number; withdrawnAt: string }): Promise<boolean> {
    const ended = await tx.query('UPDATE catalogue_entry SET replaced_at = $4 WHERE id = $1 AND node = $2 AND version <= $3 AND in_force RETURNING id', [id, node, version, withdrawnAt]);
    return ended.length > 0;
  }

  /** The next number of this node's codes. The row stays locked until the end of the act, so that no number is given twice. */
  async nextCodeNumber(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ last: number }>(
      'INSERT INTO code_sequence (node, last) VALUES ($1, 1) ON CONFLICT (node) DO UPDATE SET last = code_sequence.last + 1 RETURNING last',
      [tx.ctx.node.code],
    );
    return row?.last ?? 1;
  }

  /** Entries the caller may see, newest first: published ones by publication, the others by compilation. */
  async find(tx: Transaction, { scope, words, sharingType, node, after, limit }: EntrySearch): Promise<Entry[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const at = instantColumn(scope);
    const [lastAt, lastId] = after.split('_');
    const conditions = [
      inScope(scope, tx, bind),
      ...words.map((word) => `position(lower(${bind(word)}::text) in lower(searched)) > 0`),
      ...(sharingType === undefined ? [] : [`content ->> 'sharingType' = ${bind(sharingType)}`]),
      ...(node === undefined ? [] : [`node = ${bind(node)}`]),
      `(${at}, id) < (${bind(lastAt)}::timestamptz, ${bind(lastId)}::uuid)`,
    ];
    const rows = await tx.query<Row>(`${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY ${at} DESC, id DESC LIMIT ${bind(limit)}`, values);
    return rows.map(fromRow);
  }
}

function instantColumn(scope: Scope): string {
  return scope === 'published' ? 'published_at' : 'compiled_at';
}

function inScope(scope: Scope, { ctx }: Transaction, bind: (value: unknown) => string): string {
  if (scope === 'published') return 'in_force';
  const organisation = actingOrganisation(ctx);
  const own = `node = ${bind(ctx.node.code)}`;
  if (scope === 'mine') return `${own} AND provider_id = ${bind(organisation.id)} AND ${LATEST}`;
  const isAuthority = ctx.roles.includes('DATA_AUTHORITY');
  const isNodeAuthority = isAuthority && organisation.division === ctx.node.code;
  if (scope === 'to-guide') return `${own} AND open AND 'DATA_ADMINISTRATOR:owner' = ANY(waiting_for) AND 'node-authority' = ANY(concerned) AND ${String(isNodeAuthority)}`;
  const turns = [
    ['owner', `provider_id = ${bind(organisation.id)}`],
    ...(isAuthority ? [['owner-authority', `provider ->> 'level' = ${bind(organisation.level)} AND provider ->> 'division' = ${bind(organisation.division)}`]] : []),
    ...(isNodeAuthority ? [['node-authority', 'true']] : []),
  ].map(([party, plays]) => `(${String(plays)} AND waiting_for && ${bind(ctx.roles.map((role) => `${role}:${String(party)}`))}::text[])`);
  return `${own} AND open AND NOT ('DATA_ADMINISTRATOR:owner' = ANY(waiting_for)) AND (${turns.join(' OR ')})`;
}

/** Acts on one entry come one after the other: a version may be about to be born that no row lock could hold. */
async function lock(tx: Transaction, id: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
}

function fromRow({ compiled_at: compiledAt, published_at: publishedAt, replaced_at: replacedAt, ...rest }: Row): Entry {
  return { ...rest, compiledAt: compiledAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null, replacedAt: replacedAt?.toISOString() ?? null };
}

const PLACES = Array.from({ length: COLUMNS.split(',').length + 1 }, (_, index) => `$${String(index + 1)}`).join(', ');

function toRow(entry: Entry): unknown[] {
  const { id, version, node, provider, compilers, content, code, standing, history, concerned, change, withdrawal, compiledAt, publishedAt, replacedAt, waitingFor } = entry;
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  return [
    id, version, node, json(provider), compilers, json(content), code, json(standing), json(history), concerned, json(change), json(withdrawal), compiledAt, publishedAt, replacedAt, waitingFor, searchedText(content),
  ];
}
