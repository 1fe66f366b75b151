import { expect } from 'vitest';
import { eventually } from '@gongshu/testing';
import type { GrantView, SharingRequestView } from '@gongshu/contracts';
import { provideData, publishEntry, REQUEST, USUAL_PARTIES, type UsualParty } from '../packs/shared-data.js';
import { TestNode, type Reply, type TestNodePlan } from '../packs/test-node.js';

export type LinkedNode = TestNode<UsualParty>;
type Place = Pick<TestNodePlan<string>, 'code' | 'name' | 'level' | 'pack'>;

/** What passes between nodes takes its time: a hello is said every ten seconds. */
const PATIENCE = 45_000;
const START_AT = '2026-03-02T09:00:00+08:00';

/** Starts nodes one under the other, the highest first, each known to the one above before the next. */
export async function startChain(...places: readonly Place[]): Promise<LinkedNode[]> {
  const chain: LinkedNode[] = [];
  for (const [at, place] of places.entries()) {
    const [parent, below] = [chain.at(-1), places[at + 1]];
    const node = await TestNode.start({ ...place, startAt: START_AT, parties: USUAL_PARTIES, among: { ...(parent === undefined ? {} : { parent }), children: below === undefined ? [] : [below.code] } });
    chain.push(node);
    for (const above of chain.slice(0, -1)) {
      await arrived(node, 'SELECT 1 FROM neighbour WHERE node = $1 AND gateway_url IS NOT NULL', above.plan.code);
      await eventually(async () => (await above.query('identity', 'SELECT 1 FROM token_issuer WHERE node = $1', [place.code])).length === 1, PATIENCE);
    }
  }
  return chain;
}

export async function stopChain(chain: readonly LinkedNode[] | undefined): Promise<void> {
  for (const node of chain?.toReversed() ?? []) await node.stop();
}

/** Until `sharing` of a node has what a query asks for. */
export async function arrived(node: LinkedNode, sql: string, ...parameters: readonly unknown[]): Promise<void> {
  await eventually(async () => (await node.query('sharing', sql, parameters)).length > 0, PATIENCE);
}

/** An entry of a node, with data, that can be asked for at all the others. */
export async function sharedEntry(owner: LinkedNode, ...others: readonly LinkedNode[]): Promise<string> {
  const { id } = await publishEntry(owner);
  await provideData(owner, id);
  for (const node of others) await arrived(node, 'SELECT 1 FROM shareable_entry WHERE id = $1', id);
  return id;
}

export async function file(node: LinkedNode, entryId: string, differs: object = {}): Promise<SharingRequestView> {
  const { status, body } = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, ...REQUEST, ...differs });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as SharingRequestView;
}

/** The request as a node shows it, once it stands there as expected. */
export function stands(node: LinkedNode, id: string, state: string): Promise<SharingRequestView> {
  return eventually(async () => {
    const { body } = await node.call('requester', 'GET', `/v1/sharing-requests/${id}`);
    const request = body as SharingRequestView;
    return request.state === state && request;
  }, PATIENCE);
}

export async function act(node: LinkedNode, party: UsualParty, id: string, name: string, stated: object = {}): Promise<Reply> {
  return node.call(party, 'POST', `/v1/sharing-requests/${id}/acts`, { act: name, ...stated });
}

/** A grant that the owner's provider gives to the requester of another node, with its copy there. */
export async function granted(owner: LinkedNode, holder: LinkedNode, entryId: string, differs: object = {}): Promise<GrantView> {
  const { id } = await file(holder, entryId, differs);
  await arrived(owner, 'SELECT 1 FROM sharing_request WHERE id = $1', id);
  expect(await act(owner, 'provider', id, 'agree')).toMatchObject({ status: 200, body: { state: 'PROVIDED' } });
  const { grantId } = await stands(holder, id, 'PROVIDED');
  const { status, body } = await holder.call('requester', 'GET', `/v1/grants/${grantId ?? ''}`);
  expect(status).toBe(200);
  return body as GrantView;
}
