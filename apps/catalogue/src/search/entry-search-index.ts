import { Injectable } from '@nestjs/common';
import type { EntryContent, Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { fold, tokensOf } from './text-grams.js';

/** A published entry, as everybody may find it. */
export interface PublishedEntry {
  readonly id: string;
  readonly node: string;
  readonly provider: Party;
  readonly code: string;
  readonly content: EntryContent;
  /** ISO instant. */
  readonly publishedAt: string;
}

const ENTRIES = `
  INSERT INTO entry_search (entry_id, facet, provider, newest_first, name_length, name_key, grams)
  SELECT e.id, f.id, p.id, e.newest_first, char_length(e.name_key), e.name_key, array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(e.grams)))
  FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, node text, provider jsonb, entry_class text, subclass text, sharing_type text, open_type text, update_cycle text,
    newest_first bigint, name_key text, grams jsonb)
  JOIN search_facet f USING (entry_class, subclass, sharing_type, open_type, update_cycle)
  JOIN search_provider p ON p.node = e.node AND p.provider = e.provider`;

const SHOWN = `
  INSERT INTO entry_shown (entry_id, name, code, abstract, items)
  SELECT e.id, e.name, e.code, e.abstract, ARRAY(SELECT i ->> 'name' FROM jsonb_array_elements(e.items) i)
  FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, name text, code text, abstract text, items jsonb)`;

const ITEMS = `
  INSERT INTO item_search (entry_id, position, column_name, name, type, newest_first, name_length, name_key, grams)
  SELECT e.id, i.position, i.item ->> 'column', i.item ->> 'name', i.item ->> 'type', e.newest_first, char_length(i.item ->> 'name_key'), i.item ->> 'name_key',
    array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(i.item -> 'grams')))
  FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, newest_first bigint, items jsonb), jsonb_array_elements(e.items) WITH ORDINALITY AS i(item, position)`;

/** What searches find. Holds published entries only, each in its published version: what was never put cannot be found, counted or suggested. */
@Injectable()
export class EntrySearchIndex {
  /** Makes a published entry found, instead of its version before; with the commit of the transaction that publishes it. */
  put(tx: Transaction, published: PublishedEntry): Promise<void> {
    return this.putAll(tx, [published]);
  }

  /** The same for many, for imports. Each id once. */
  async putAll(tx: Transaction, published: readonly PublishedEntry[]): Promise<void> {
    if (published.length === 0) return;
    const rows = published.map(searchRow);
    await tx.query('DELETE FROM entry_search WHERE entry_id = ANY ($1)', [published.map(({ id }) => id)]);
    await this.nameFacets(tx, rows);
    await this.nameProviders(tx, rows);
    const json = JSON.stringify(rows);
    for (const statement of [ENTRIES, SHOWN, ITEMS]) await tx.query(statement, [json]);
  }

  /** For an entry that is withdrawn. One that is not there is no fault. */
  async remove(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('DELETE FROM entry_search WHERE entry_id = $1', [entryId]);
  }

  // Only what is missing is inserted: a conflicting insert waits for the other publication to end, and nearly all are there already.
  private async nameFacets(tx: Transaction, rows: readonly SearchRow[]): Promise<void> {
    const of = (column: 'entry_class' | 'subclass' | 'sharing_type' | 'open_type' | 'update_cycle'): string[] => rows.map((row) => row[column]);
    await tx.query(
      `INSERT INTO search_facet (entry_class, subclass, sharing_type, open_type, update_cycle)
       SELECT * FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         EXCEPT SELECT entry_class, subclass, sharing_type, open_type, update_cycle FROM search_facet) AS missing ORDER BY 1, 2, 3, 4, 5
       ON CONFLICT DO NOTHING`,
      [of('entry_class'), of('subclass'), of('sharing_type'), of('open_type'), of('update_cycle')],
    );
  }

  private async nameProviders(tx: Transaction, rows: readonly SearchRow[]): Promise<void> {
    await tx.query(
      `INSERT INTO search_provider (node, provider, name_key)
       SELECT DISTINCT n.node, n.provider, n.name_key FROM unnest($1::text[], $2::jsonb[], $3::text[]) AS n(node, provider, name_key)
       WHERE NOT EXISTS (SELECT FROM search_provider p WHERE p.node = n.node AND p.provider = n.provider) ORDER BY 1, 2
       ON CONFLICT DO NOTHING`,
      [rows.map(({ node }) => node), rows.map(({ provider }) => JSON.stringify(provider)), rows.map(({ provider }) => fold(provider.name))],
    );
  }
}

type SearchRow = ReturnType<typeof searchRow>;

function searchRow({ id, node, provider: { id: organisation, name: organisationName, division, level, node: home }, code, content, publishedAt }: PublishedEntry) {
  const items = content.items.map(({ column, name, type }) => ({ column, name, type, name_key: fold(name), grams: unique(tokensOf(`${name} ${column}`)) }));
  const texts = [content.name, content.abstract, code, organisationName].flatMap(tokensOf);
  return {
    id,
    node,
    provider: { id: organisation, name: organisationName, division, level, node: home },
    code,
    name: content.name,
    abstract: content.abstract,
    items,
    entry_class: content.entryClass,
    subclass: content.subclass ?? '',
    sharing_type: content.sharingType,
    open_type: content.openType,
    update_cycle: content.updateCycle,
    newest_first: -Date.parse(publishedAt),
    name_key: fold(content.name),
    grams: unique([...texts, ...items.flatMap(({ grams }) => grams)]),
  };
}

function unique(tokens: readonly string[]): string[] {
  return [...new Set(tokens)];
}
