import type { DataSource } from 'typeorm';
import type { Statement } from '@gongshu/catalogue/search';

/** The usual way: the searched text in one column under pg_trgm, every typed word by ILIKE. Total, facets and ranked page are the same, synonyms are not looked for. */
export async function makeTrigramTable(source: DataSource): Promise<void> {
  await source.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  await source.query(`
    CREATE TABLE trigram_search AS
    SELECT s.entry_id, s.facet, s.provider, s.newest_first, s.name_length, s.name_key, concat_ws(E'\\n', e.name, e.abstract, e.code, p.provider ->> 'name', array_to_string(e.items, ' ')) AS searched
    FROM entry_search s JOIN entry_shown e USING (entry_id) JOIN search_provider p ON p.id = s.provider`);
  await source.query('CREATE INDEX ON trigram_search USING gin (searched gin_trgm_ops)');
  await source.query('VACUUM ANALYZE trigram_search');
}

export function trigramStatement(q: string): Statement {
  const words = q.split(/\s+/u);
  const conditions = words.map((_word, n) => `searched ILIKE $${String(n + 1)}`).join(' AND ');
  const inName = words.map((_word, n) => `name_key ILIKE $${String(n + 1)}`).join(' AND ');
  const facets = ['sharing_type', 'entry_class', 'subclass', 'open_type', 'update_cycle'].map((column) => `SELECT '${column}', ${column}, sum(n) FROM classed GROUP BY 2`);
  const sql = `
WITH hit AS MATERIALIZED (SELECT *, CASE WHEN ${inName} THEN 0 ELSE 1 END AS tier FROM trigram_search WHERE ${conditions}),
classed AS (SELECT f.*, n FROM (SELECT facet, count(*) AS n FROM hit GROUP BY facet) c JOIN search_facet f ON f.id = c.facet),
provided AS (SELECT p.node, p.provider, n FROM (SELECT provider AS of, count(*) AS n FROM hit GROUP BY provider) c JOIN search_provider p ON p.id = c.of),
counted AS (${facets.join(' UNION ALL ')} UNION ALL SELECT 'node', node, sum(n) FROM provided GROUP BY 2 UNION ALL SELECT 'provider', provider ->> 'id', sum(n) FROM provided GROUP BY 2)
SELECT (SELECT count(*) FROM hit), (SELECT json_agg(counted) FROM counted),
  (SELECT json_agg(p) FROM (SELECT e.name, e.code, e.abstract FROM (SELECT * FROM hit ORDER BY tier, name_length, newest_first, entry_id LIMIT 21) h JOIN entry_shown e USING (entry_id)) p)`;
  return { sql, values: words.map((word) => `%${word}%`) };
}
