import { Controller, Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { headers } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compileEntry, getEntry, issueToken, organisationRegistered, Problem, problems, withdrawEntry, type ProblemWire, type RequestDefinition } from '@gongshu/contracts';
import { Answers, Reacts, type RunningService, type ServiceDefinition } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { Probe, probeService } from './probe-service.js';
import { administrator, applicant, Stage, type AskHow } from './stage.js';

describe('answers', () => {
  const probe = new Probe();
  const usual = probe.answer;
  let stage: Stage;
  let service: RunningService;

  beforeAll(async () => {
    stage = await Stage.open();
    service = await stage.replica(probeService(probe));
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(() => {
    probe.answer = usual;
  });

  const refusal = async (definition: RequestDefinition, input: unknown, how?: AskHow): Promise<Problem> => {
    const outcome: unknown = await stage.ask(definition, input, how).then(() => null, (error: unknown) => error);
    expect(outcome).toBeInstanceOf(Problem);
    return outcome as Problem;
  };
  /** Sends bytes as they are. */
  const raw = async (body: string | Uint8Array): Promise<ProblemWire | undefined> => {
    const carried = headers();
    carried.set('authorization', await stage.issuers.token(administrator));
    const answer = await stage.all.request(compileEntry.subject, body, { timeout: 5_000, headers: carried });
    return answer.json<{ problem?: ProblemWire }>().problem;
  };
  const stillAnswers = async (): Promise<void> => {
    const id = randomUUID();
    expect(await stage.ask(withdrawEntry, { id, reasons: '已停用' })).toEqual({ id });
  };

  it('says at once that a service is unreachable when nobody answers there', async () => {
    const begun = performance.now();
    const problem = await refusal(issueToken, { grant_type: 'client_credentials' }, { token: null });
    expect(problem.definition).toMatchObject({ code: 'capacity/service-unreachable', status: 503 });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('says that the outcome is unknown when a service is slow', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    probe.answer = () => slow;
    const problem = await refusal(withdrawEntry, { id: randomUUID(), reasons: '已停用' }, { timeoutMilliseconds: 100 });
    finish();
    expect(problem.definition).toMatchObject({ code: 'capacity/service-timeout', status: 504 });
  });

  it('says at once that a service is unreachable while the bus is away', async () => {
    await stage.bus.stop();
    try {
      await eventually(async () => !(await service.isReady()));
      await eventually(async () => {
        const begun = performance.now();
        expect((await refusal(getEntry, { id: randomUUID() }, { timeoutMilliseconds: 2_000 })).definition.status).toBe(503);
        expect(performance.now() - begun).toBeLessThan(500);
        return true;
      });
    } finally {
      await stage.startBus();
    }
    await eventually(async () => {
      await stillAnswers();
      return true;
    });
  });

  it('does not work on a request that came after its deadline', async () => {
    const late = randomUUID();
    const carried = headers();
    carried.set('authorization', await stage.issuers.token(administrator));
    carried.set('gongshu-deadline', String(stage.clock.now() - 1));
    stage.all.publish(withdrawEntry.subject, JSON.stringify({ id: late, reasons: '已停用' }), { headers: carried });
    await stage.all.flush();
    await stillAnswers();
    expect(await stage.effects('answered')).not.toContain(late);
  });

  it.each([
    ['{"id":', 400, 'input/malformed'],
    [new Uint8Array([0xff, 0xfe, 0x7b]), 400, 'input/malformed'],
    ['[]', 422, 'input/invalid'],
    ['null', 422, 'input/invalid'],
    ['"text"', 422, 'input/invalid'],
    ['', 422, 'input/invalid'],
  ])('refuses the body %s', async (body, status, code) => {
    expect(await raw(body)).toMatchObject({ status, code });
  });

  it('asks for the token before it looks at the input, then for the role, then at the input', async () => {
    expect((await refusal(withdrawEntry, { nonsense: 1 }, { token: null })).definition.status).toBe(401);
    expect((await refusal(withdrawEntry, { nonsense: 1 }, { token: 'not.a.token' })).definition.status).toBe(401);
    expect((await refusal(withdrawEntry, { nonsense: 1 }, { token: await stage.issuers.token(applicant) })).definition.status).toBe(403);
    expect((await refusal(withdrawEntry, { nonsense: 1 })).definition.status).toBe(422);
  });

  it('refuses tokens that are expired, of an unknown node, or for an organisation outside the node’s territory', async () => {
    const old = await stage.issuers.token(administrator);
    const strangers = [await stage.issuers.token({ ...administrator, node: '370000' }), await stage.issuers.token({ ...administrator, division: '370100' })];
    stage.clock.advance(601_000);
    for (const token of [old, ...strangers]) expect((await refusal(withdrawEntry, { id: randomUUID(), reasons: '已停用' }, { token })).definition.status).toBe(401);
    await stillAnswers();
  });

  it('goes on with the keys it knows while the identity service is away', async () => {
    await stillAnswers();
    await stage.identityLeaves();
    try {
      stage.clock.advance(60_000);
      await stillAnswers();
    } finally {
      await stage.identityReturns();
    }
  });

  it('records who was refused by permission', async () => {
    const id = randomUUID();
    await refusal(withdrawEntry, { id, reasons: '已停用' }, { token: await stage.issuers.token(applicant) });
    const [event] = await stage.sql(`SELECT envelope->>'actor' AS actor, envelope->'data' AS data FROM outbox WHERE envelope->>'type' = 'gongshu.catalogue.act-refused.v1' ORDER BY position DESC`);
    expect(event).toEqual({ actor: applicant.client, data: { request: 'withdraw-entry', act: null, subject: id, code: 'access/forbidden', pack: null, article: null } });
  });

  it('points at unknown fields and at every field at fault, nested ones too', async () => {
    const problem = await refusal(compileEntry, { name: '', items: [{ column: 'A B', name: '名', type: 'TEXT', 'a/b~c': 1 }], surprise: true });
    const pointers = problem.parts.errors?.map(({ pointer }) => pointer) ?? [];
    expect(pointers).toEqual(expect.arrayContaining(['/name', '/abstract', '/items/0/column', '/items/0/a~1b~0c', '/surprise']));
  });

  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  it.each([
    ['nested 10,000 deep', `{"name":${deep(10_000)}}`, undefined],
    ['a list nested 10,000 deep', `{"items":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, undefined],
    ['a prototype', '{"__proto__":{"name":"x"}}', '/__proto__'],
    ['a nested prototype', '{"items":[{"__proto__":{"column":"x"}}]}', '/items/0/__proto__'],
    ['a constructor', '{"constructor":{"name":"Object"}}', '/constructor'],
    ['a text of 900 kB', `{"name":"${'名'.repeat(300_000)}"}`, '/name'],
    ['a name of 900 kB', `{"${'n'.repeat(900_000)}":1}`, undefined],
    ['300,000 list items', `{"items":[${'{},'.repeat(300_000)}{}]}`, '/items'],
    ['a thousand lists of thousands', `{"items":[${`[${'0,'.repeat(400)}0],`.repeat(900)}0]}`, undefined],
    ['50,000 unknown fields', `{${Array.from({ length: 50_000 }, (_, n) => `"f${n}":1`).join(',')}}`, ''],
    ['NUL in a text', '{"name":"a\\u0000b"}', '/name'],
    ['NUL in a text of a list', '{"provisionModes":["a\\u0000b"]}', '/provisionModes/0'],
    ['half a character', '{"abstract":"a\\ud800b"}', '/abstract'],
    ['NUL in a name', '{"items":[{"a\\u0000":1}]}', '/items/0'],
  ])('refuses %s without harm', async (_what, body, pointer) => {
    const begun = performance.now();
    const problem = await raw(body);
    expect(problem).toMatchObject({ status: 422, code: 'input/invalid' });
    if (pointer !== undefined) expect(problem?.errors?.map((fault) => fault.pointer)).toContain(pointer);
    expect(performance.now() - begun).toBeLessThan(4_000);
    await stillAnswers();
  });

  it('says that a request is too large for the bus', async () => {
    expect((await refusal(compileEntry, { name: 'x'.repeat(1_100_000) })).definition).toMatchObject({ code: 'input/too-large', status: 413 });
  });

  it('tells an unexpected failure as nothing but an id that the log and the trace carry', async () => {
    probe.answer = () => Promise.reject(new Error('password=hunter2 at db.internal'));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const carried = headers();
    carried.set('authorization', await stage.issuers.token(administrator));
    carried.set('traceparent', traceparent);
    const answer = await stage.all.request(withdrawEntry.subject, JSON.stringify({ id: randomUUID(), reasons: '已停用' }), { timeout: 5_000, headers: carried });
    expect(answer.string()).not.toMatch(/hunter2|db\.internal|stack/);
    expect(answer.json()).toEqual({ problem: { ...problems.internal, id: '0af7651916cd43dd8448eb211c80319c' } });
  });

  it.each([
    ['larger than the bus carries', { body: 'x'.repeat(1_100_000) }],
    ['that is no JSON', { n: 1n }],
  ])('answers a reply %s with a problem, and goes on', async (_what, reply) => {
    probe.answer = () => Promise.resolve(reply);
    expect((await refusal(withdrawEntry, { id: randomUUID(), reasons: '已停用' })).definition.status).toBe(500);
    probe.answer = usual;
    await stillAnswers();
  });

  it('hands a refusal of the use case on as it is', async () => {
    const article = { pack: 'hebei', version: '2022-11-03', article: '第十条', quote: '不得' };
    probe.answer = () => Promise.reject(new Problem(problems.conflict, { detail: { zh: '不可', en: 'no' }, article, allowed: ['withdraw'] }));
    const problem = await refusal(withdrawEntry, { id: randomUUID(), reasons: '已停用' });
    expect({ ...problem.definition, ...problem.parts }).toMatchObject({ code: 'state/conflict', status: 409, detail: { zh: '不可', en: 'no' }, article, allowed: ['withdraw'] });
  });

  describe('of a service that may not start', () => {
    const definitionOf = (controller: new () => object): ServiceDefinition => {
      @Module({ controllers: [controller] })
      class Wrong {}
      return { name: 'catalogue', module: Wrong, settings: {}, migrations: [] };
    };

    it('are refused for another service’s subject', async () => {
      @Controller()
      class Usurper {
        @Answers(issueToken)
        async answer(_input: object, _ctx: object): Promise<object> {
          return Promise.resolve({});
        }
      }
      await expect(stage.replica(definitionOf(Usurper))).rejects.toThrow('catalogue may not answer rq.identity.issue-token.v1');
    });

    it('are refused for a request without a permission', async () => {
      const { permission: _permission, ...unguarded } = getEntry;
      @Controller()
      class Careless {
        @Answers(unguarded as unknown as RequestDefinition)
        async answer(_input: object, _ctx: object): Promise<object> {
          return Promise.resolve({});
        }
      }
      await expect(stage.replica(definitionOf(Careless))).rejects.toThrow('names no permission');
    });

    it('are refused when two reactions have one name', async () => {
      @Controller()
      class Twice {
        @Reacts(organisationRegistered, { as: 'when-twice' })
        async first(_event: object, _tx: object): Promise<void> {
          return Promise.resolve();
        }

        @Reacts(organisationRegistered, { as: 'when-twice' })
        async second(_event: object, _tx: object): Promise<void> {
          return Promise.resolve();
        }
      }
      await expect(stage.replica(definitionOf(Twice))).rejects.toThrow('two handlers');
    });

    it('leave nothing behind: no connection to the bus and none to the database', async () => {
      const connections = await stage.sql<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'gongshu-catalogue' AND datname = current_database()`);
      @Controller()
      class Usurper {
        @Answers(issueToken)
        async answer(_input: object, _ctx: object): Promise<object> {
          return Promise.resolve({});
        }
      }
      await expect(stage.replica(definitionOf(Usurper))).rejects.toThrow();
      await eventually(async () => {
        const now = await stage.sql<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'gongshu-catalogue' AND datname = current_database()`);
        return (now[0]?.n ?? 0) <= (connections[0]?.n ?? 0);
      });
    });
  });
});
