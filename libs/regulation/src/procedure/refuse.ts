import type { Bilingual } from '../vocabulary.js';
import type { LegalSource, Refused } from './procedure.js';

/** An article as it stands behind a sentence: `(第19条)`, `(Article 19)`; empty where no text is cited. */
export function inBrackets(article: string | null): Bilingual {
  if (article === null) return { zh: '', en: '' };
  const item = /^DEFAULT-(\d+)$/.exec(article)?.[1];
  return item === undefined ? { zh: `(第${article}条)`, en: ` (Article ${article})` } : { zh: `(平台默认规则第${item}项)`, en: ` (platform default ${item})` };
}

/** A refusal whose sentence ends with the article it cites. */
export function refuse(refusal: { code: string; source: LegalSource | null; field?: string | null; message: Bilingual; allowed: readonly string[] }): Refused {
  const { field = null } = refusal;
  const at = inBrackets(refusal.source?.article ?? null);
  return {
    kind: 'refused',
    code: refusal.code,
    source: refusal.source,
    field: field === null ? null : `/${field}`,
    message: { zh: `${refusal.message.zh}${at.zh}`, en: `${refusal.message.en}${at.en}` },
    allowed: refusal.allowed,
  };
}
