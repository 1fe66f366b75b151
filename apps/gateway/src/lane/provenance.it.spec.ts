import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GRANT, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';

let node: LaneNode;

beforeAll(async () => {
  node = await startLaneNode();
});
afterAll(() => node.stop());

it('hands a document out with its signed provenance, and reports the digest of the whole where a part left', async () => {
  const whole = Buffer.from('code,name\r\n130000,河北省\r\n');
  const part = whole.subarray(11);
  await node.services.issuePermits(() => ({ provenance: 'head.body.signature' }));
  node.exchange.answer((_request, response) => {
    response.writeHead(206, { 'content-type': 'text/csv', 'content-range': `bytes 11-${String(whole.length - 1)}/${String(whole.length)}`, 'repr-digest': `sha-256=:${createHash('sha256').update(whole).digest('base64')}:` });
    response.end(part);
  });
  const response = await fetch(`${node.url}/v1/data/${GRANT}/file?scenario=x`, { headers: { ...TOKEN, range: 'bytes=11-' } });
  expect(response.headers.get('x-provenance')).toBe('head.body.signature');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(part);
  await expect.poll(() => node.services.closings).toMatchObject([{ state: 'COMPLETED', bytes: part.length, digest: createHash('sha256').update(part).digest('hex'), documentDigest: createHash('sha256').update(whole).digest('hex') }]);
});
