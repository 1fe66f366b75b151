import { createHash } from 'node:crypto';
import type { Answer } from '../answer.js';
import { until, type Caller } from '../caller.js';
import type { Stage } from '../stage.js';

function call(grantId: string, form: 'rows' | 'file', scenario: string, more: Record<string, string> = {}): string {
  return `/v1/data/${grantId}/${form}?${new URLSearchParams({ scenario, ...more }).toString()}`;
}

export async function fetchRows(requester: Caller, grantId: string, scenario: string, more: Record<string, string> = {}): Promise<Answer> {
  return requester.get(call(grantId, 'rows', scenario, more));
}

/** The grant in use: rows, each call under a permit; outside the grant nothing. */
export async function useGrant(stage: Stage, requester: Caller, grantId: string, scenario: string, rowsWanted: number, notGranted: string): Promise<void> {
  const { narrator } = stage;
  const rows = await fetchRows(requester, grantId, scenario, { limit: '3' });
  narrator.check(rows.status === 200 && rows.list('').length === 3, `取得 3 行(调用凭证第 ${rows.headers.get('x-permit-number') ?? '?'} 号):${rows.text.slice(0, 160)}…`, `3 rows under permit number ${rows.headers.get('x-permit-number') ?? '?'}`, rows.text.slice(0, 500));

  const all = await fetchRows(requester, grantId, scenario);
  const digest = createHash('sha256').update(all.text).digest('hex');
  narrator.check(all.status === 200 && all.list('').length === rowsWanted, `取得全部 ${String(rowsWanted)} 行,SHA-256 ${digest.slice(0, 16)}…`, `all ${String(rowsWanted)} rows, SHA-256 ${digest.slice(0, 16)}…`, { status: all.status, text: all.text.slice(0, 300) });

  const file = await requester.get(call(grantId, 'file', scenario));
  narrator.check(file.status === 403, `授权方式为接口,下载文件被拒绝:${file.at('title')}`, `granted as an interface, not as a file: ${file.at('code')}`, file.body);
  const otherScenario = await fetchRows(requester, grantId, '商业推广', { limit: '1' });
  narrator.check(otherScenario.status === 403, `改变应用场景的调用被拒绝:${otherScenario.at('title')}`, `a call for another scenario is refused: ${otherScenario.at('code')}`, otherScenario.body);
  const otherColumn = await fetchRows(requester, grantId, scenario, { columns: notGranted, limit: '1' });
  narrator.check(otherColumn.status === 403, `未授权的数据项被拒绝:${otherColumn.at('title')}`, `a column outside the grant is refused: ${otherColumn.at('code')}`, otherColumn.body);
}

/** Suspension takes effect with its commit: the very next call is refused. */
export async function suspendAndRestore(stage: Stage, authority: Caller, requester: Caller, grantId: string, scenario: string): Promise<void> {
  const { narrator } = stage;
  const suspended = await authority.post(`/v1/grants/${grantId}/acts`, { act: 'suspend', reasons: '安全检查期间暂停使用' });
  narrator.check(suspended.status === 200 && suspended.at('state') === 'SUSPENDED', '主管部门暂停授权', 'the authority suspends the grant', suspended.body);
  const refused = await fetchRows(requester, grantId, scenario, { limit: '1' });
  narrator.check(refused.status === 403, `下一次调用立即被拒绝:${refused.at('title')}`, `the next call is refused at once: ${refused.at('code')}`, refused.body);
  const restored = await authority.post(`/v1/grants/${grantId}/acts`, { act: 'restore', reasons: '安全检查完成' });
  narrator.check(restored.status === 200 && restored.at('state') === 'ACTIVE', '授权恢复', 'the grant is restored', restored.body);
  const again = await fetchRows(requester, grantId, scenario, { limit: '1' });
  narrator.check(again.status === 200, '恢复后可以取数', 'data flows again', again.body);
}

/** Every call left a permit, numbered without a gap, and each is closed with what was delivered. */
export async function permitsAreComplete(stage: Stage, authority: Caller, grantId: string): Promise<void> {
  const { answer } = await until(
    () => authority.get(`/v1/grants/${grantId}/permits`, true),
    (reply) => reply.list('items').length > 0 && reply.list('items').every(({ state }) => state !== 'OPEN'),
    10,
  );
  const numbers = answer.list('items').map(({ number }) => Number(number)).sort((a, b) => a - b);
  stage.narrator.check(
    numbers.length > 0 && numbers.every((number, index) => number === index + 1),
    `调用凭证连续无缺:${numbers.join('、')}`,
    `permits are numbered without a gap: ${numbers.join(', ')}`,
    answer.body,
  );
  const proof = await authority.get(`/v1/grants/${grantId}/completeness`);
  stage.narrator.check(
    proof.at('complete') === 'true' && proof.at('last') === String(numbers.length),
    `完整性证明:1 至 ${proof.at('last')} 号齐全且未被改动,链头 ${proof.at('head').slice(0, 16)}…,已签名`,
    `completeness: 1 to ${proof.at('last')}, none missing or changed, head ${proof.at('head').slice(0, 16)}…, signed`,
    proof.body,
  );
}
