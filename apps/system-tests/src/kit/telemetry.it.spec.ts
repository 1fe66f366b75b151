import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getEntry, organisationRegistered, withdrawEntry } from '@gongshu/contracts';
import { traceId, type RunningService } from '@gongshu/service-kit';
import { freePort } from '@gongshu/local-servers';
import { eventually } from '@gongshu/testing';
import { announceMove, Probe, probeService, recordEffect } from './probe-service.js';
import { Stage } from './stage.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('telemetry', () => {
  const probe = new Probe();
  let stage: Stage;
  let service: RunningService;
  let ops: string;

  beforeAll(async () => {
    stage = await Stage.open();
    const port = await freePort();
    ops = `http://127.0.0.1:${port}`;
    service = await stage.replica(probeService(probe), { OPS_PORT: String(port) });
  });
  afterAll(async () => {
    await stage.close();
  });

  const eventAbout = async (id: string): Promise<{ id: string; traceparent: string }> =>
    eventually(async () => (await stage.held()).find(({ subject }) => subject === id));
  const measures = async (): Promise<string> => (await fetch(`${ops}/metrics`)).text();

  it('carries the trace of a request into its event, on into the reaction, and into the event after it', async () => {
    const [asked, reacted] = [randomUUID(), randomUUID()];
    await stage.ask(withdrawEntry, { id: asked, reasons: '已停用' }, { traceparent: TRACEPARENT });
    const { traceparent } = await eventAbout(asked);
    probe.react = (event, tx) => {
      if (event.subject === 'traced') announceMove(tx, reacted);
      return Promise.resolve();
    };
    await stage.publish(organisationRegistered, stage.registered('traced', { traceparent }));
    const next = await eventAbout(reacted);
    const traces = [TRACEPARENT, traceparent, next.traceparent];
    expect(new Set(traces.map(traceId))).toEqual(new Set(['4bf92f3577b34da6a3ce929d0e0e4736']));
    expect(new Set(traces).size).toBe(3);
  });

  it('begins a trace of its own for a request without a valid one', async () => {
    const id = randomUUID();
    await stage.ask(withdrawEntry, { id, reasons: '已停用' }, { traceparent: '00-00000000000000000000000000000000-00f067aa0ba902b7-01' });
    const { traceparent } = await eventAbout(id);
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceId(traceparent)).not.toMatch(/^0+$/);
  });

  it('shows the named measures, with outcomes', async () => {
    await stage.ask(getEntry, { id: 'not-an-id' }).catch(() => undefined);
    probe.react = (event, tx) => recordEffect(tx, 'reacted', event.subject);
    await stage.publish(organisationRegistered, stage.registered('measured'));
    await eventually(async () => (await stage.effects('reacted')).includes('measured'));
    await service.unitOfWork.run(stage.context(), (tx) => tx.startTimer('probe', 'measured', new Date(stage.clock.now()).toISOString()));
    await service.bus.fireDueTimers();
    await stage.all.request('ev.130000.identity.organisation-registered.v1', 'no event');
    const text = await eventually(async () => {
      const shown = await measures();
      return shown.includes('outcome="dead"') && shown.includes('gongshu_timers_total{') && shown;
    });
    expect(text).toMatch(/gongshu_request_seconds_count\{service="catalogue",subject="rq\.catalogue\.withdraw-entry\.v1",outcome="ok"\} 2/);
    expect(text).toMatch(/gongshu_request_seconds_count\{service="catalogue",subject="rq\.catalogue\.get-entry\.v1",outcome="input\/invalid"\} 1/);
    expect(text).toMatch(/gongshu_events_total\{service="catalogue",reaction="when-organisation-registered",outcome="handled"\} 2/);
    expect(text).toMatch(/gongshu_events_total\{service="catalogue",reaction="when-organisation-registered",outcome="dead"\} 1/);
    expect(text).toMatch(/gongshu_dead_letters_total\{service="catalogue",reaction="when-organisation-registered"\} 1/);
    expect(text).toMatch(/gongshu_timers_total\{service="catalogue",kind="probe"\} 1/);
    expect(text).toMatch(/gongshu_outbox_waiting\{service="catalogue"\} 0/);
  });

  it('counts the events that wait while the bus is away', async () => {
    await stage.bus.stop();
    await eventually(async () => (await fetch(`${ops}/health/ready`)).status === 503);
    expect((await fetch(`${ops}/health/live`)).status).toBe(200);
    await service.unitOfWork.run(stage.context(), (tx) => {
      announceMove(tx, randomUUID());
      announceMove(tx, randomUUID());
      return Promise.resolve();
    });
    await eventually(async () => (await measures()).includes('gongshu_outbox_waiting{service="catalogue"} 2'));
    await stage.startBus();
    await eventually(async () => (await measures()).includes('gongshu_outbox_waiting{service="catalogue"} 0'));
    await eventually(async () => (await fetch(`${ops}/health/ready`)).status === 200);
  });

  it('tells its health over the bus, and is not ready once it stops', async () => {
    const health = await stage.all.request('rq.catalogue.get-health.v1', '');
    expect(health.json()).toEqual({ data: { ready: true } });
    expect((await fetch(`${ops}/elsewhere`)).status).toBe(404);
    await service.stop();
    expect(await service.isReady()).toBe(false);
    await expect(fetch(`${ops}/health/ready`)).rejects.toThrow();
  });
});
