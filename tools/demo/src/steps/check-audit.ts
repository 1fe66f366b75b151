import { verifyLog } from '@gongshu/audit-verify';
import { until, type Caller } from '../caller.js';
import type { Stage } from '../stage.js';

/** Acts of the demo that must stand in a node's log, by event type. */
export async function logShows(stage: Stage, auditor: Caller, types: readonly string[]): Promise<void> {
  const missing = new Set(types);
  for (const type of types) {
    const { answer } = await until(
      () => auditor.get(`/v1/audit/entries?type=${type}&limit=1`, true),
      (reply) => reply.list('items').length > 0,
    );
    if (answer.list('items').length > 0) missing.delete(type);
  }
  await auditor.get('/v1/audit/entries?limit=200');
  stage.narrator.check(missing.size === 0, `${auditor.credential.organisation}的审计日志中每一步都有记录(${String(types.length)} 类)`, `the audit log shows every act (${String(types.length)} kinds)`, [...missing]);
}

export async function logSize(auditor: Caller): Promise<number> {
  const { answer } = await until(
    () => auditor.get('/v1/audit/log/checkpoint', true),
    ({ status }) => status === 200,
  );
  return Number(answer.text.split('\n')[1] ?? 0);
}

/** The independent verifier re-derives the root from the entries and checks an inclusion proof, a consistency proof and the neighbour's witness signature. */
export async function verifyByOutsider(stage: Stage, auditor: Caller, witness: Caller, oldSize: number): Promise<void> {
  const { narrator } = stage;
  const witnessKey = (await witness.get('/v1/audit/witness/key', true)).text.trim();
  narrator.curl(`npm run audit:verify -- ${auditor.credential.gatewayUrl} --client-id ${auditor.credential.clientId} --client-secret … --old-size ${String(oldSize)} --witness '${witnessKey}'`);
  await until(
    () => auditor.get('/v1/audit/log/checkpoint', true),
    (reply) => reply.text.includes(`— ${witnessKey.split('+')[0] ?? '?'} `) && Number(reply.text.split('\n')[1] ?? 0) >= oldSize,
  );
  const report = await verifyLog({ gatewayUrl: auditor.credential.gatewayUrl, token: await auditor.accessToken(), oldSize, witnesses: [witnessKey] });
  for (const finding of report.findings) narrator.check(finding.ok, finding.zh, finding.en);
}
