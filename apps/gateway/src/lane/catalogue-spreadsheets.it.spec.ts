import { Buffer } from 'node:buffer';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  appendCatalogueImportPart, finishCatalogueImportUpload, IMPORT_PART_BYTES, openCatalogueImport, Problem, problems, readCatalogueExport, spreadsheetProblems, type AppendCatalogueImportPart, type CatalogueImportView,
} from '@gongshu/contracts';
import { GRANT, problemSeen, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
let node: LaneNode;
let parts: AppendCatalogueImportPart[];

beforeAll(async () => {
  node = await startLaneNode();
});
afterAll(() => node.stop());

const view = (own: Partial<CatalogueImportView> = {}): CatalogueImportView => ({
  id: GRANT, mode: 'all-or-nothing', format: 'xlsx', state: 'RECEIVING', bytesReceived: 0, rowsRead: 0, rowsValid: 0, rowsInvalid: 0, entries: 0, faults: 0, digest: null, openedAt: '2026-03-02T01:00:00.000Z', endedAt: null, ...own,
});
/** Plays the catalogue's side of an upload. */
async function play(opened: Partial<CatalogueImportView> = {}): Promise<void> {
  parts = [];
  node.services.asked.clear();
  await node.services.answer(openCatalogueImport, ({ mode, format }) => view({ mode, format, ...opened }));
  await node.services.answer(appendCatalogueImportPart, (part) => {
    parts.push(part);
    return view();
  });
  await node.services.answer(finishCatalogueImportUpload, ({ digest }) => view({ state: 'CHECKING', digest }));
}
const post = (body: Buffer, query = '?mode=all-or-nothing', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${node.url}/v1/catalogue-imports${query}`, { method: 'POST', headers: { ...TOKEN, 'content-type': XLSX, ...headers }, body: Uint8Array.from(body) });

describe('a spreadsheet that is uploaded', () => {
  it('reaches the catalogue in parts that fit the bus, whole and with its digest, under the caller’s token and key', async () => {
    await play();
    const file = Buffer.alloc(3 * IMPORT_PART_BYTES + 7, 'PK目录');
    const answer = await post(file, '?mode=valid-rows-only', { 'idempotency-key': 'k' });
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/v1/catalogue-imports/${GRANT}`]);
    expect(await answer.json()).toMatchObject({ id: GRANT, state: 'CHECKING', digest: sha256(file) });
    expect(parts.map(({ offset }) => offset)).toEqual([0, 1, 2, 3].map((n) => n * IMPORT_PART_BYTES));
    expect(Buffer.concat(parts.map(({ body }) => Buffer.from(body, 'base64'))).equals(file)).toBe(true);
    expect(node.services.lastAsked(openCatalogueImport)?.input).toEqual({ mode: 'valid-rows-only', format: 'xlsx' });
    expect(node.services.lastAsked(finishCatalogueImportUpload)?.input).toEqual({ id: GRANT, bytes: file.length, digest: sha256(file) });
  });

  it('goes on behind what is there, and is only compared when all is there', async () => {
    const file = Buffer.alloc(IMPORT_PART_BYTES + 1_000, 'PKab');
    await play({ bytesReceived: 600 });
    expect((await post(file)).status).toBe(202);
    expect(parts.map(({ offset }) => offset)).toEqual([600, 600 + IMPORT_PART_BYTES]);
    expect(Buffer.concat(parts.map(({ body }) => Buffer.from(body, 'base64'))).equals(file.subarray(600))).toBe(true);
    await play({ state: 'COMPLETED', bytesReceived: file.length });
    expect((await post(file)).status).toBe(202);
    expect(parts).toEqual([]);
    expect(node.services.lastAsked(finishCatalogueImportUpload)?.input).toMatchObject({ digest: sha256(file) });
  });

  it('is refused for its form before anybody is asked, and by the catalogue while it is still being sent', async () => {
    await play();
    const small = Buffer.from('PK');
    const refused: [Response, number, string][] = [
      [await post(small, ''), 422, 'input/invalid'],
      [await post(small, '?mode=some'), 422, 'input/invalid'],
      [await post(small, '?mode=all-or-nothing&x=1'), 422, 'input/invalid'],
      [await post(small, undefined, { 'content-type': 'application/json' }), 415, 'input/unsupported-media-type'],
      [await post(small, undefined, { 'content-encoding': 'gzip' }), 415, 'input/unsupported-media-type'],
      [await post(small, undefined, { authorization: '' }), 401, 'access/unauthenticated'],
      [await fetch(`${node.url}/v1/catalogue-imports`, { headers: TOKEN }), 405, 'access/method-not-allowed'],
    ];
    for (const [answer, status, code] of refused) expect((await problemSeen(answer)).slice(0, 2)).toEqual([status, code]);
    expect(node.services.timesAsked(openCatalogueImport)).toBe(0);
    expect((await problemSeen(await post(Buffer.alloc(0)))).slice(0, 2)).toEqual([422, 'catalogue/spreadsheet-unreadable']);
    await node.services.answer(appendCatalogueImportPart, () => {
      throw new Problem(spreadsheetProblems.unreadableFile);
    });
    expect((await problemSeen(await post(Buffer.alloc(8 * 1024 * 1024)))).slice(0, 2)).toEqual([422, 'catalogue/spreadsheet-unreadable']);
    expect((await problemSeen(await fetch(`${node.publicUrl}/v1/catalogue-imports`, { method: 'POST', headers: TOKEN }))).slice(0, 2)).toEqual([404, 'access/not-found']);
  });

  it('that breaks off is not said to be whole', async () => {
    await play();
    const sending = httpRequest(`${node.url}/v1/catalogue-imports?mode=all-or-nothing`, { method: 'POST', headers: { ...TOKEN, 'content-type': XLSX } });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(IMPORT_PART_BYTES, 'PK'));
    await expect.poll(() => parts.length).toBe(1);
    sending.destroy();
    await play();
    expect((await post(Buffer.from('PK'))).status).toBe(202);
    expect(node.services.timesAsked(finishCatalogueImportUpload)).toBe(1);
  });
});

describe('an export', () => {
  const url = (): string => `${node.url}/v1/catalogue-exports?format=csv&scope=mine`;

  it('is one file of as many parts as there are', async () => {
    await node.services.answer(readCatalogueExport, ({ cursor = '0' }) => ({ contentType: 'text/csv; charset=utf-8', fileName: 'catalogue-mine.csv', body: Buffer.from(`第${cursor}部分;`).toString('base64'), nextCursor: cursor === '3' ? null : String(Number(cursor) + 1) }));
    const answer = await fetch(url(), { headers: TOKEN });
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="catalogue-mine.csv"']);
    expect(await answer.text()).toBe('第0部分;第1部分;第2部分;第3部分;');
  });

  it('breaks off when a part cannot be had, so that nobody takes it for whole', async () => {
    await node.services.answer(readCatalogueExport, ({ cursor }) => {
      if (cursor !== undefined) throw new Problem(problems.internal);
      return { contentType: 'text/csv', fileName: 'x.csv', body: 'YQ==', nextCursor: '1' };
    });
    const answer = await fetch(url(), { headers: TOKEN });
    await expect(answer.text()).rejects.toThrow();
    await node.services.answer(readCatalogueExport, () => {
      throw new Problem(problems.forbidden);
    });
    expect((await problemSeen(await fetch(url(), { headers: TOKEN }))).slice(0, 2)).toEqual([403, 'access/forbidden']);
  });
});
