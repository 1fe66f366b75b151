import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisationRegistered } from '@gongshu/contracts';
import type { RunningService } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { announceMove, Probe, probeService, recordEffect } from './probe-service.js';
import { Stage } from './stage.js';

describe('loss of the bus', () => {
  const probe = new Probe();
  let stage: Stage;
  let service: RunningService;

  beforeAll(async () => {
    stage = await Stage.open();
    service = await stage.replica(probeService(probe));
  });
  afterAll(async () => {
    await stage.close();
  });

  const announce = (id: string, act: string): Promise<void> =>
    service.unitOfWork.run(stage.context(), async (tx) => {
      await recordEffect(tx, 'announced', act);
      announceMove(tx, id, act);
    });
  const allSent = (): Promise<true> => eventually(async () => (await stage.sql('SELECT 1 FROM outbox WHERE published_at IS NULL')).length === 0);
  const reactionsTo = async (id: string): Promise<number> => (await stage.effects('reacted')).filter((thing) => thing === id).length;

  it('fills the streams again and sets up its consumers again when the whole store is gone', async () => {
    const id = randomUUID();
    const before = stage.registered(`before-${id.slice(0, 8)}`);
    await announce(id, 'one');
    await announce(id, 'two');
    await allSent();
    await stage.publish(organisationRegistered, before);
    await eventually(async () => (await reactionsTo(before.subject)) === 1);

    await stage.bus.stop();
    await stage.bus.forgetEverything();
    await announce(id, 'three');
    await stage.startBus();

    await eventually(async () => (await stage.actsHeld(id)).length === 3);
    expect(await stage.actsHeld(id)).toEqual(['one', 'two', 'three']);
    // The identity service fills its stream again too: what was handled is known, what is new is handled.
    const after = stage.registered(`after-${id.slice(0, 8)}`);
    await stage.publish(organisationRegistered, before, randomUUID());
    await stage.publish(organisationRegistered, after);
    await eventually(async () => (await reactionsTo(after.subject)) === 1);
    expect(await reactionsTo(before.subject)).toBe(1);
  });

  it('fills the streams again and sets up its consumers again when they are deleted under its feet', async () => {
    const id = randomUUID();
    await announce(id, 'one');
    await allSent();
    for (const stream of ['EV_CATALOGUE', 'EV_IDENTITY']) await stage.all.request(`$JS.API.STREAM.DELETE.${stream}`, '');
    await announce(id, 'two');
    await eventually(async () => (await stage.actsHeld(id)).length === 2);
    expect(await stage.actsHeld(id)).toEqual(['one', 'two']);
    const after = stage.registered(`after-${id.slice(0, 8)}`);
    await stage.publish(organisationRegistered, after);
    await eventually(async () => (await reactionsTo(after.subject)) === 1);
  });

  it('publishes again what the server acknowledged and then lost with its power', async () => {
    const id = randomUUID();
    await announce(id, 'kept');
    await allSent();
    await stage.bus.stop();
    await stage.bus.keep();
    await stage.startBus();
    await eventually(() => service.isReady());
    await announce(id, 'lost');
    await announce(id, 'lost-too');
    await allSent();
    expect(await stage.actsHeld(id)).toEqual(['kept', 'lost', 'lost-too']);

    await stage.bus.stop();
    await stage.bus.goBack();
    await stage.startBus();
    await eventually(async () => (await stage.actsHeld(id)).length === 3);
    expect((await stage.held()).filter(({ subject }) => subject === id).map(({ data }) => data.act)).toEqual(['kept', 'lost', 'lost-too']);
    expect(await stage.effects('announced')).toContain('lost-too');
  });
});
