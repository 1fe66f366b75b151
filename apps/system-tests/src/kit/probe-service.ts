import { Controller, Module } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { compileEntry, entryMoved, getEntry, organisationRegistered, withdrawEntry, type EntryContent, type EntryId, type EventEnvelope, type EventOf } from '@gongshu/contracts';
import { Answers, OnTimer, Reacts, ReactsToAllOf, UnitOfWork, type DueTimer, type RequestContext, type ServiceDefinition, type Transaction } from '@gongshu/service-kit';

type Registered = EventOf<typeof organisationRegistered>;

/** What the handlers of the probe do; each test says it anew. All replicas share it. */
export class Probe {
  answer: (input: EntryId | EntryContent, ctx: RequestContext, unitOfWork: UnitOfWork) => Promise<unknown> = (input, ctx, unitOfWork) =>
    unitOfWork.run(ctx, (tx) => moveEntry(tx, 'id' in input ? input.id : 'new'), input);
  react: (event: Registered, tx: Transaction) => Promise<void> = (event, tx) => recordEffect(tx, 'reacted', event.data.id);
  reactToMany: (events: EventEnvelope[], tx: Transaction) => Promise<void> = async (events, tx) => {
    for (const event of events) await recordEffect(tx, 'reacted in a batch', event.subject);
  };
  fire: (timer: DueTimer, tx: Transaction) => Promise<void> = (timer, tx) => recordEffect(tx, 'fired', timer.key);
}

export class CreateEffect20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE effect (position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_effect PRIMARY KEY, what text NOT NULL, thing text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE effect');
  }
}

/** Something that must happen once. */
export async function recordEffect(tx: Transaction, what: string, thing: string): Promise<void> {
  await tx.query('INSERT INTO effect (what, thing) VALUES ($1, $2)', [what, thing]);
}

export function announceMove(tx: Transaction, id: string, act = 'submit'): void {
  tx.announce(entryMoved, id, { id, act, to: 'DEPARTMENT_REVIEW', article: '第十条', dueOn: null });
}

async function moveEntry(tx: Transaction, id: string): Promise<{ id: string }> {
  await recordEffect(tx, 'answered', id);
  announceMove(tx, id);
  return { id };
}

/** A service of the kit with one handler of each kind and nothing of its own to decide. */
export function probeService(probe: Probe): ServiceDefinition {
  @Controller()
  class ProbeController {
    constructor(private readonly unitOfWork: UnitOfWork) {}

    @Answers(withdrawEntry)
    async submit(input: EntryId, ctx: RequestContext): Promise<unknown> {
      return probe.answer(input, ctx, this.unitOfWork);
    }

    @Answers(compileEntry)
    async compile(input: EntryContent, ctx: RequestContext): Promise<unknown> {
      return probe.answer(input, ctx, this.unitOfWork);
    }

    @Answers(getEntry)
    async read(input: EntryId, ctx: RequestContext): Promise<unknown> {
      return probe.answer(input, ctx, this.unitOfWork);
    }

    @Reacts(organisationRegistered, { as: 'when-organisation-registered' })
    async whenRegistered(event: Registered, tx: Transaction): Promise<void> {
      await probe.react(event, tx);
    }

    @ReactsToAllOf('sharing', { as: 'when-anything-is-shared', batch: 10 })
    async whenShared(events: EventEnvelope[], tx: Transaction): Promise<void> {
      await probe.reactToMany(events, tx);
    }

    @OnTimer('probe')
    async whenDue(timer: DueTimer, tx: Transaction): Promise<void> {
      await probe.fire(timer, tx);
    }
  }

  @Module({ controllers: [ProbeController] })
  class ProbeModule {}

  return { name: 'catalogue', module: ProbeModule, settings: {}, migrations: [CreateEffect20260102000000] };
}
