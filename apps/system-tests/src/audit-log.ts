import { verifyLog } from '@gongshu/audit-verify';
import type { Caller } from '@gongshu/demo';

export interface LogEntry {
  readonly index: number;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
}

/** All pages of a list. */
export async function all<T>(caller: Caller, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor = ''; ; ) {
    const page = await caller.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, true);
    if (page.status !== 200) throw new Error(`${path}: ${page.text}`);
    items.push(...(page.list('items') as T[]));
    cursor = page.at('nextCursor');
    if (cursor === '') return items;
  }
}

/** The whole log of the auditor's node, in its order. */
export async function readLog(auditor: Caller): Promise<LogEntry[]> {
  return (await all<LogEntry>(auditor, '/v1/audit/entries')).sort((a, b) => a.index - b.index);
}

/** What is wrong with a log: gaps, an event that stands in it twice, findings of the independent verifier. */
export async function faultsOf(auditor: Caller): Promise<string[]> {
  const entries = await readLog(auditor);
  const gaps = entries.filter(({ index }, position) => index !== position).map(({ index }) => `index ${String(index)} out of place`);
  const seen = new Set<string>();
  const twice = entries.filter(({ eventId }) => seen.has(eventId) || !seen.add(eventId)).map(({ type, eventId }) => `${type} ${eventId} twice`);
  const report = await verifyLog({ gatewayUrl: auditor.credential.gatewayUrl, token: await auditor.accessToken(), oldSize: Math.floor(entries.length / 2), witnesses: [] });
  return [...gaps, ...twice, ...report.findings.filter(({ ok }) => !ok).map(({ en }) => en)];
}
