import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offlinePackageHandedOver, PROVISION_MODES, type OfflinePackageView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { auditedKinds, entryContent, publishSourced, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode, type Reply } from './test-node.js';

const SCENARIO = new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString();
const CSV = 'code,name,level\n130000,河北省,省\n130123,正定县县,县\n';

describe('Ji’an: data leave by the mode that suits their nature', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  const grants = new Map<string, string>();

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'jian', code: '360800', name: '吉安市', level: 'CITY', startAt: '2026-07-20T10:00:00+08:00', parties: USUAL_PARTIES });
    entryId = await publishSourced(node, { name: '公共设施', sharingType: 'UNCONDITIONAL', provisionModes: [...PROVISION_MODES] });
  });
  afterAll(() => node.stop());

  const calls = (mode: string): Readonly<Record<string, () => Promise<Reply>>> => {
    const grantId = grants.get(mode) ?? '';
    return {
      INTERFACE: () => node.call('requester', 'GET', `/v1/data/${grantId}/rows?${SCENARIO}`),
      FILE_DOWNLOAD: () => node.call('requester', 'GET', `/v1/data/${grantId}/file?${SCENARIO}`),
      ONLINE_BROWSE: () => node.call('requester', 'GET', `/v1/data/${grantId}/browse?${SCENARIO}&size=1&page=2&sort=code:desc`),
      OFFLINE_EXCHANGE: () => node.call('requester', 'POST', `/v1/grants/${grantId}/offline-packages?${SCENARIO}`),
    };
  };

  it('[JIA-16-1] takes exactly the four modes of an entry, and of a request one that the entry has', async () => {
    expect(PROVISION_MODES).toEqual(['INTERFACE', 'FILE_DOWNLOAD', 'ONLINE_BROWSE', 'OFFLINE_EXCHANGE']);
    for (const mode of PROVISION_MODES) expect(await node.call('provider', 'POST', '/v1/catalogue-entries', entryContent({ provisionModes: [mode] }))).toMatchObject({ status: 201, body: { provisionModes: [mode] } });
    for (const wrong of [['EMAIL'], ['interface'], ['INTERFACE', 'FAX'], []]) {
      const refused = await node.call('provider', 'POST', '/v1/catalogue-entries', entryContent({ provisionModes: wrong }));
      expect(refused.status).toBe(422);
      expect((refused.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toMatch(/^\/provisionModes/);
    }
    const asked = { entryId, applicationScenario: REQUEST.applicationScenario, dutyBasis: REQUEST.dutyBasis };
    expect((await node.call('requester', 'POST', '/v1/sharing-requests', { ...asked, provisionMode: 'EMAIL' })).status).toBe(422);
    for (const provisionMode of PROVISION_MODES) {
      const taken = await node.call('requester', 'POST', '/v1/sharing-requests', { ...asked, provisionMode });
      expect(taken).toMatchObject({ status: 201, body: { state: 'PROVIDED', provisionMode } });
      grants.set(provisionMode, (taken.body as { grantId: string }).grantId);
    }
  });

  it('[JIA-16-1] delivers by interface rows, by download a file, by browsing a page, by offline exchange a package with its hand-over, and each by its own grant alone', async () => {
    expect(await calls('INTERFACE')['INTERFACE']?.()).toMatchObject({ status: 200, body: [{ code: '130000', name: '河北省', level: '省' }, { code: '130123' }] });
    expect(await calls('FILE_DOWNLOAD')['FILE_DOWNLOAD']?.()).toEqual({ status: 200, body: CSV });
    expect(await calls('ONLINE_BROWSE')['ONLINE_BROWSE']?.()).toMatchObject({
      status: 200,
      body: { items: [{ code: '130000', name: '河北省', level: '省' }], page: 2, size: 1, total: 2, columns: [{ column: 'code', title: '行政区划代码' }, { column: 'name' }, { column: 'level' }] },
    });
    for (const mode of PROVISION_MODES) {
      for (const [other, call] of Object.entries(calls(mode))) {
        if (other !== mode) expect([mode, other, await call()]).toMatchObject([mode, other, { status: 403, body: { code: 'sharing/outside-grant' } }]);
      }
    }
  });

  it('[JIA-16-1] puts the hand-over of an offline package on record, for both sides and the audit log', async () => {
    const made = await calls('OFFLINE_EXCHANGE')['OFFLINE_EXCHANGE']?.();
    expect(made).toMatchObject({ status: 201, body: { grantId: grants.get('OFFLINE_EXCHANGE'), entryId, version: 1, rows: 2, handOver: null } });
    const { id, grantId } = made?.body as OfflinePackageView;
    const fetched = await node.call('requester', 'GET', `/v1/grants/${grantId}/offline-packages/${id}/file?${SCENARIO}`);
    expect(fetched.status).toBe(200);
    for (const name of ['data.csv', 'manifest.json', 'manifest.jws']) expect(String(fetched.body)).toContain(name);
    expect(String(fetched.body)).toContain(CSV);

    await node.travelTo('2026-07-21T10:00:00+08:00');
    const handOver = { receivedBy: '民政局信息中心', medium: '光盘 2026-017', handedOverAt: '2026-07-21T01:00:00.000Z' };
    expect(await node.call('bystander', 'POST', `/v1/offline-packages/${id}/hand-over`, handOver)).toMatchObject({ status: 404 });
    expect(await node.call('provider', 'POST', `/v1/offline-packages/${id}/hand-over`, handOver)).toMatchObject({ status: 201, body: { id, handOver } });
    for (const party of ['requester', 'provider', 'auditor'] as const) expect(await node.call(party, 'GET', `/v1/offline-packages/${id}`)).toMatchObject({ status: 200, body: { handOver } });
    await eventually(() => node.seen(offlinePackageHandedOver).some((told) => told.id === id && !JSON.stringify(told).includes(handOver.receivedBy)));
    await eventually(async () => (await auditedKinds(node, id)).includes(offlinePackageHandedOver.type));
  });
});
