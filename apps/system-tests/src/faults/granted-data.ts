import { expect } from 'vitest';
import { until, type Caller, type Stage } from '@gongshu/demo';
import { eventually } from '@gongshu/testing';
import { REQUESTER } from './apart-places.js';

export const SCENARIO = 'fault-test';
export const ROWS = Array.from({ length: 2_000 }, (_, at) => ({ code: String(100_000 + at), name: `第${String(at)}号` }));
const CSV = `code,name\n${ROWS.map(({ code, name }) => `${code},${name}`).join('\n')}\n`;
/** So long that no buffers on its way hold all of it. */
const DOCUMENT_BYTES = 48 * 1024 * 1024;

/** Bytes in which no stretch is like another. */
export function documentBytes(): Buffer {
  const bytes = Buffer.allocUnsafe(DOCUMENT_BYTES);
  for (let at = 0; at < DOCUMENT_BYTES; at += 4) bytes.writeUInt32LE(Math.imul(at + 1, 2_654_435_761) >>> 0, at);
  bytes.write('%PDF-1.7\n');
  return bytes;
}

const ENTRY = {
  abstract: '逐行编号的登记',
  entryClass: 'TOPIC',
  subclass: 'ECOLOGY',
  items: [
    { column: 'code', name: '编号', type: 'TEXT' },
    { column: 'name', name: '名称', type: 'TEXT' },
  ],
  sharingType: 'CONDITIONAL',
  sharingCondition: '用于履行职责',
  sharingScope: { kind: 'SOME_BODIES', bodies: ['依法履行职责的机构'] },
  aggregation: 'PHYSICAL',
  openType: 'NOT_OPEN',
  updateCycle: 'DAILY',
  securityLevel: 'GENERAL',
  scopeOfUse: '全市政务部门',
  personalData: false,
  secrecyReviewed: true,
} as const;

export interface Quotas {
  readonly callQuota?: number;
  readonly rowQuota?: number;
}

/** A published entry with data behind it, and a grant on it. Answers the grant's id. */
export async function grantData(stage: Stage, name: string, mode: string, document: Buffer | null, quotas: Quotas = {}): Promise<string> {
  const compiler = stage.party('city-compiler');
  const entryId = await publish(stage, { ...ENTRY, name, format: document === null ? 'CSV' : 'PDF', provisionModes: [mode] });
  await upload(compiler, entryId, document);
  const requester = stage.party(REQUESTER);
  const asked = { entryId, applicationScenario: SCENARIO, dutyBasis: '审计监督职责', purpose: '核查', scope: '审计人员', columns: ['code', 'name'], provisionMode: mode };
  const filed = (await until(() => requester.post('/v1/sharing-requests', asked), ({ status }) => status === 201)).answer;
  expect(filed.status, filed.text).toBe(201);
  const act = (party: string, body: object) => stage.party(party).post(`/v1/sharing-requests/${filed.at('id')}/acts`, body);
  const passed = await act('city-authority', { act: 'forward' });
  expect(passed.status, passed.text).toBe(200);
  const agreed = await act('city-compiler', { act: 'agree', reasons: '符合条件' });
  expect(agreed.status, agreed.text).toBe(200);
  // The data reach sharing a moment after their upload.
  const { answer: delivered } = await until(() => act('city-authority', { act: 'deliver', ...quotas }), ({ status }) => status === 200);
  expect(delivered.at('state'), delivered.text).toBe('PROVIDED');
  return delivered.at('grantId');
}

async function publish(stage: Stage, content: object): Promise<string> {
  const compiled = await stage.party('city-compiler').post('/v1/catalogue-entries', content);
  expect(compiled.status, compiled.text).toBe(201);
  const id = compiled.at('id');
  for (const [party, act] of [['city-compiler', 'submit'], ['city-reviewer', 'pass'], ['city-authority', 'publish']] as const) {
    const moved = await stage.party(party).post(`/v1/catalogue-entries/${id}/acts`, { act });
    expect(moved.status, moved.text).toBe(200);
  }
  return id;
}

/** The exchange knows a new entry a moment after its publication; until then no entry describes the data. */
async function upload(compiler: Caller, entryId: string, document: Buffer | null): Promise<void> {
  const headers = { authorization: `Bearer ${await compiler.accessToken()}`, 'content-type': document === null ? 'text/csv' : 'application/pdf' };
  await eventually(async () => {
    const response = await fetch(`${compiler.credential.gatewayUrl}/v1/data-sets/${entryId}/versions`, { method: 'POST', headers, body: document ?? CSV });
    const text = await response.text();
    expect(response.status, text).toBe(201);
    return true;
  }, 20_000);
}
