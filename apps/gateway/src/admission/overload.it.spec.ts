import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GRANT, startLaneNode, type LaneNode } from '../stand-ins/lane-node.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

let node: LaneNode;
let gateway: RunningGateway;
const open: Socket[] = [];

beforeAll(async () => {
  node = await startLaneNode();
  gateway = await startGateway({ settings: { ...node.settings, MOST_CONCURRENT_CALLS: '1', MOST_WAIT_MILLISECONDS: '1' } });
});
afterAll(async () => {
  await gateway.stop();
  await node.stop();
});
beforeEach(() => node.reset());
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** A connection of its own that sends the same call whenever it is told, and keeps what is answered. */
function caller(): { call(): void; answers(): string[] } {
  const socket = connect(gateway.ports.extranet, '127.0.0.1');
  open.push(socket);
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  return {
    call: () => socket.write(`GET /v1/data/${GRANT}/rows?scenario=x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n\r\n`),
    answers: () => heard.match(/HTTP\/1\.1 [0-9]{3}/g)?.map((line) => line.slice(-3)) ?? [],
  };
}

/** The only slot is taken until it is released. */
async function holdTheSlot(): Promise<() => void> {
  let release: (() => void) | null = null;
  node.exchange.answer((_request, response) => {
    release = () => {
      node.exchange.answerJson([]);
      response.end('[]');
    };
  });
  caller().call();
  await expect.poll(() => release).not.toBeNull();
  return () => release?.();
}

describe('a caller who was refused and asks again at once', () => {
  it('is not read on the same connection before the time it was told, while others are answered; then it is served', async () => {
    const release = await holdTheSlot();
    const hasty = caller();
    hasty.call();
    await expect.poll(() => hasty.answers()).toEqual(['503']);
    hasty.call();
    const other = caller();
    other.call();
    await expect.poll(() => other.answers()).toEqual(['503']);
    expect(hasty.answers()).toEqual(['503']);
    release();
    await expect.poll(() => hasty.answers(), { timeout: 10_000 }).toEqual(['503', '200']);
  });
});
