import { Injectable } from '@nestjs/common';
import { Problem, problems, type EntryContent, type HistoryEntry, type Party } from '@gongshu/contracts';
import type { Standing } from '@gongshu/regulation';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';
import { isVisibleTo, mayBeRefused, searchedText, type Entry } from './entry.js';

interface Row {
  readonly id: string;
  readonly node: string;
  readonly provider: Party;
  readonly compilers: string[];
  readonly content: EntryContent;
  readonly code: string | null;
  readonly version: number;
  readonly standing: Standing;
  readonly history: HistoryEntry[];
  readonly waitingFor: string[];
  readonly concerned: string[];
  readonly compiled_at: Date;
  readonly published_at: Date | null;
}

const COLUMNS = 'id, node, provider, compilers, content, code, version, standing, history, compiled_at, published_at, concerned, waiting_for';
const SELECTED = `${COLUMNS} AS "waitingFor"`;
// An entry never changes its node: a neighbour cannot write over an entry of ours, nor of another neighbour.
const WRITE = `
  INSERT INTO catalogue_entry (${COLUMNS}, searched) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, compilers = excluded.compilers, content = excluded.content, code = excluded.code, version = excluded.version,
    standing = excluded.standing, history = excluded.history, published_at = excluded.published_at, concerned = excluded.concerned, waiting_for = excluded.waiting_for, searched = excluded.searched
  WHERE catalogue_entry.node = excluded.node`;

export type Scope = 'published' | 'mine' | 'to-review';

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
  /** @throws Problem 404 for an entry that is not there, or not visible to the caller */
  async load(tx: Transaction, id: string): Promise<Entry> {
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_entry WHERE id = $1`, [id]);
    const entry = row === undefined ? undefined : fromRow(row);
    if (entry === undefined || !isVisibleTo(entry, tx.ctx)) throw new Problem(problems.notFound);
    return entry;
  }

  /** The entry under lock, for an act. @throws Problem 404 as `load`, save for authorities whose overreach is to be refused with its article */
  async loadForUpdate(tx: Transaction, id: string): Promise<Entry> {
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_entry WHERE id = $1 FOR UPDATE`, [id]);
    const entry = row === undefined ? undefined : fromRow(row);
    if (entry === undefined || !mayBeRefused(entry, tx.ctx)) throw new Problem(problems.notFound);
    return entry;
  }

  /** This node's entries whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<Entry[]> {
    const rows = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_entry WHERE node = $1 AND standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`, [tx.ctx.node.code]);
    return rows.map(fromRow);
  }

  async save(tx: Transaction, entry: Entry): Promise<void> {
    await tx.query(WRITE, toRow(entry));
  }

  /** Keeps a neighbour's entry unless a version as new is here already. */
  async keepIfNewer(tx: Transaction, entry: Entry): Promise<void> {
    await tx.query(`${WRITE} AND catalogue_entry.version < excluded.version`, toRow(entry));
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
    const rows = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_entry WHERE ${conditions.join(' AND ')} ORDER BY ${at} DESC, id DESC LIMIT ${bind(limit)}`, values);
    return rows.map(fromRow);
  }
}

function instantColumn(scope: Scope): string {
  return scope === 'published' ? 'published_at' : 'compiled_at';
}

function inScope(scope: Scope, { ctx }: Transaction, bind: (value: unknown) => string): string {
  if (scope === 'published') return "state = 'PUBLISHED'";
  const organisation = actingOrganisation(ctx);
  const own = `node = ${bind(ctx.node.code)}`;
  if (scope === 'mine') return `${own} AND provider_id = ${bind(organisation.id)}`;
  const isAuthority = ctx.roles.includes('DATA_AUTHORITY');
  const turns = [
    ['owner', `provider_id = ${bind(organisation.id)}`],
    ...(isAuthority ? [['owner-authority', `provider ->> 'level' = ${bind(organisation.level)} AND provider ->> 'division' = ${bind(organisation.division)}`]] : []),
    ...(isAuthority && organisation.division === ctx.node.code ? [['node-authority', 'true']] : []),
  ].map(([party, plays]) => `(${String(plays)} AND waiting_for && ${bind(ctx.roles.map((role) => `${role}:${String(party)}`))}::text[])`);
  return `${own} AND state <> 'DRAFT' AND (${turns.join(' OR ')})`;
}

function fromRow({ compiled_at: compiledAt, published_at: publishedAt, ...rest }: Row): Entry {
  return { ...rest, compiledAt: compiledAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null };
}

function toRow(entry: Entry): unknown[] {
  const { id, node, provider, compilers, content, code, version, standing, history, compiledAt, publishedAt, concerned, waitingFor } = entry;
  const [providerJson, contentJson, standingJson, historyJson] = [provider, content, standing, history].map((value) => JSON.stringify(value));
  return [id, node, providerJson, compilers, contentJson, code, version, standingJson, historyJson, compiledAt, publishedAt, concerned, waitingFor, searchedText(content)];
}
