import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventSubject, getEntry, getTokenIssuers, issueToken, withdrawEntry } from '@gongshu/contracts';
import { Probe, probeService } from './probe-service.js';
import { Stage, type BusClient } from './stage.js';

/** What the server refused, as it said. */
async function refusals(client: BusClient, act: () => void): Promise<string[]> {
  const refused: string[] = [];
  const status = client.status();
  const watching = (async () => {
    for await (const event of status) if (event.type === 'error') refused.push(String(event.error));
  })();
  act();
  await client.flush();
  (status as unknown as { stop(): void }).stop();
  await watching;
  return refused;
}

describe('permissions on the bus', () => {
  let stage: Stage;
  const clients: BusClient[] = [];
  const as = async (user: 'catalogue' | 'gateway' | 'federation' | 'sharing'): Promise<BusClient> => {
    const client = await stage.bus.connect(user);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    stage = await Stage.open();
    await stage.replica(probeService(new Probe()));
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await stage.close();
  });

  const own = eventSubject('130000', 'catalogue', 'entry-moved', 1);
  const others = eventSubject('130000', 'sharing', 'grant-issued', 1);
  const neighbours = eventSubject('370000', 'catalogue', 'entry-moved', 1);

  it('let a service announce its own events under its own node only', async () => {
    const catalogue = await as('catalogue');
    expect(await refusals(catalogue, () => catalogue.publish(own, '{}'))).toEqual([]);
    for (const subject of [others, neighbours]) {
      expect(await refusals(catalogue, () => catalogue.publish(subject, '{}'))).toEqual([expect.stringContaining(`Permissions Violation for Publish to "${subject}"`)]);
    }
  });

  it('let federation alone announce under a neighbour’s name', async () => {
    const federation = await as('federation');
    expect(await refusals(federation, () => federation.publish(neighbours, '{}'))).toEqual([]);
  });

  it('let a service answer its own subjects only, and not listen to what others are asked', async () => {
    const sharing = await as('sharing');
    for (const subject of [withdrawEntry.subject, getTokenIssuers.subject, 'rq.>']) {
      expect(await refusals(sharing, () => void sharing.subscribe(subject, { queue: 'sharing', callback: () => undefined }))).toEqual([
        expect.stringContaining('Permissions Violation for Subscription'),
      ]);
    }
  });

  it('let a service ask only what the contracts allow it', async () => {
    const catalogue = await as('catalogue');
    expect(await refusals(catalogue, () => catalogue.publish(getTokenIssuers.subject, '{}'))).toEqual([]);
    for (const subject of [issueToken.subject, getEntry.subject]) {
      expect(await refusals(catalogue, () => catalogue.publish(subject, '{}'))).toEqual([expect.stringContaining('Permissions Violation for Publish')]);
    }
  });

  it.each(['ev.>', '_INBOX.>', '_INBOX.catalogue.>', '$JS.ACK.>', 'rq.>', '>'])('let neither gateway nor service listen to %s', async (subject) => {
    for (const user of ['gateway', 'sharing'] as const) {
      const client = await as(user);
      expect(await refusals(client, () => void client.subscribe(subject, { callback: () => undefined }))).toEqual([expect.stringContaining('Permissions Violation for Subscription')]);
    }
  });

  it.each(['$JS.API.STREAM.DELETE.EV_CATALOGUE', '$JS.API.STREAM.PURGE.EV_CATALOGUE', '$JS.API.STREAM.UPDATE.EV_CATALOGUE', '$JS.API.CONSUMER.DELETE.EV_CATALOGUE.x', own])(
    'let the gateway not publish %s',
    async (subject) => {
      const gateway = await as('gateway');
      expect(await refusals(gateway, () => gateway.publish(subject, '{}'))).toEqual([expect.stringContaining('Permissions Violation for Publish')]);
    },
  );

  it('let no service delete, empty or change a stream, its own included', async () => {
    const catalogue = await as('catalogue');
    for (const verb of ['DELETE', 'PURGE', 'UPDATE']) {
      expect(await refusals(catalogue, () => catalogue.publish(`$JS.API.STREAM.${verb}.EV_CATALOGUE`, '{}'))).toEqual([expect.stringContaining('Permissions Violation for Publish')]);
    }
  });

  it('let a wrong password in nowhere', async () => {
    const { connect } = await import('@nats-io/transport-node');
    await expect(connect({ servers: stage.bus.url, user: 'catalogue', pass: 'wrong', reconnect: false })).rejects.toThrow(/authorization/i);
    await expect(connect({ servers: stage.bus.url, reconnect: false })).rejects.toThrow(/authorization/i);
  });
});
