import { isId, type CitedArticle, type Party } from '@gongshu/contracts';
import type { EffectivePack, EffectiveParameter } from '@gongshu/regulation';
import { citation, optionalList, optionalParameter, type DocumentContent } from '@gongshu/service-kit';
import type { Grant } from '../grant/grant.js';

/** What a document's provenance says of where it comes from. `sha256` only where the document had been delivered before it was said. */
export interface Provenance {
  readonly permitId: string;
  readonly grantId: string;
  readonly number: number;
  readonly entryName: string;
  readonly source: Party;
  readonly sha256: string | null;
}

const EFFECT = 'document.effect';
const NO_PAPER = 'document.paperNotDemandedIn';

/** Why no paper may be asked for besides a valid electronic document: the bar on it in a context, or else that the document has the effect of paper. Undefined: it may. */
export function paperBar(pack: EffectivePack, context: string): EffectiveParameter | undefined {
  return optionalList(pack, NO_PAPER).includes(context) ? optionalParameter(pack, NO_PAPER) : effectOf(pack);
}

/** The provision that gives a delivered document the effect of paper. */
export function effectOf(pack: EffectivePack): EffectiveParameter | undefined {
  const effect = optionalParameter(pack, EFFECT);
  return effect?.value === 'EQUAL_TO_PAPER' ? effect : undefined;
}

export function citedOf(rule: EffectiveParameter | undefined): CitedArticle | null {
  return rule === undefined ? null : citation(rule.source);
}

/** Where a document comes from, as the header of its delivery says it. */
export function provenanceOf({ id, entryId, entryName, provider, requester, ownerNode }: Grant, number: number, permitId: string, takenAt: string): DocumentContent {
  return { permitId, grantId: id, number, entryId, entryName, source: { ...provider }, receiver: { ...requester }, node: ownerNode, takenAt };
}

/** Reads what a signed provenance says. Null where a document under our own signature is of another shape, which no release of the platform has written. */
export function readProvenance({ permitId, grantId, number, entryName, source, sha256 }: Readonly<Record<string, unknown>>): Provenance | null {
  if (!isId(permitId) || !isId(grantId) || typeof number !== 'number' || typeof entryName !== 'string' || typeof source !== 'object' || source === null) return null;
  return { permitId, grantId, number, entryName, source: source as Party, sha256: typeof sha256 === 'string' ? sha256 : null };
}

/** The node that a document says has signed it; null where it says nothing of the kind. Nothing is verified yet. */
export function signingNode(jws: string): string | null {
  try {
    const { iss } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as { iss?: unknown };
    return /^urn:gongshu:node:([1-9]\d{5})$/.exec(String(iss))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The statement of effect as a person reads it. */
export function effectText(rule: EffectiveParameter | undefined, entryName: string, source: Party): { zh: string; en: string } {
  if (rule === undefined) return { zh: `本文书由${source.name}提供(${entryName})。`, en: `This document comes from ${source.name} (${entryName}).` };
  const { packId, article, quote } = rule.source;
  return {
    zh: `本文书通过政务数据共享平台取自${source.name}(${entryName}),与纸质文书具有同等效力(${packId} 第${article}条:${quote})。`,
    en: `This document was obtained through the data sharing platform from ${source.name} (${entryName}) and has the same effect as a paper document (${packId}, article ${article}: ${quote}).`,
  };
}
