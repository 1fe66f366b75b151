import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryStepDueSoon, entryStepOverdue } from '@gongshu/contracts';
import type { RunningService } from '@gongshu/service-kit';
import { eventually, testSettings } from '@gongshu/testing';
import { RunningProgram } from '../running-program.js';
import { seededRandom } from '../seeded-random.js';
import { DeadlineProbe, deadlineProbe, standingOf, type Standing } from './deadline-probe.js';
import type { DeadlineOrder } from './deadline-program.js';
import { FastClock, wallNow } from './fast-clock.js';
import { Stage } from './stage.js';

const PROGRAM = 'apps/system-tests/dist/kit/deadline-program.js';
const CASES = 100;
/** The cases of a seed end within so many days. */
const DAYS = 20;
const DAY = 86_400_000;
/** A day passes within 20 milliseconds. */
const SPEED = DAY / 20;
/** How long what is lost would be waited for: a busy machine needs long to load a program, and nothing lost ever comes. */
const PATIENCE = 120_000;

const dayAt = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** As many programs as are wanted, whoever of them dies. One more waits loaded, so that the next takes over at once. */
class Crew {
  private readonly members = new Set<RunningProgram>();
  private spare: RunningProgram | null = null;
  private size = 0;
  deaths = 0;

  constructor(private readonly order: DeadlineOrder) {}

  resize(size: number): void {
    this.size = size;
    this.fill();
  }

  /** Ends one member as a loss of power does; the next one starts meanwhile. */
  async kill(choice: number): Promise<void> {
    const member = [...this.members][Math.floor(choice * this.members.size)];
    if (member === undefined) return;
    this.members.delete(member);
    this.fill();
    await member.signal('SIGKILL');
  }

  async leave(): Promise<void> {
    this.size = 0;
    await Promise.all([...this.members, ...(this.spare === null ? [] : [this.spare])].map((program) => program.signal('SIGKILL')));
  }

  private fill(): void {
    while (this.members.size < this.size) {
      const member = this.spare ?? this.load();
      this.spare = this.load();
      this.members.add(member);
      void member.exited.then(() => {
        this.deaths += 1;
        this.members.delete(member);
        this.fill();
      });
      // It may be killed before it can say that it has started.
      member.word(this.order).catch(() => undefined);
    }
  }

  private load(): RunningProgram {
    return RunningProgram.start(PROGRAM, [], { home: '', port: 0, release: () => Promise.resolve() });
  }
}

describe('deadlines of a process that is killed at any instant', { timeout: 3 * PATIENCE }, () => {
  let stage: Stage;
  let writer: RunningService;
  let clock: FastClock;
  let crew: Crew;

  beforeAll(async () => {
    stage = await Stage.open();
    // Writes the cases. Its own clock stands still, so that it fires none.
    writer = await stage.replica(deadlineProbe);
    const time = { wall: wallNow(), shown: Date.parse('2026-03-02T09:00:00+08:00'), speed: SPEED };
    clock = new FastClock(time);
    const settings = testSettings({
      DATABASE_URL: stage.databaseUrl, NATS_URL: stage.bus.url, NATS_USER: 'catalogue', NATS_PASSWORD: stage.bus.passwordOf('catalogue'), LOG_LEVEL: 'silent',
      OUTBOX_RETENTION_DAYS: '36500',
    });
    crew = new Crew({ settings, time });
  });
  afterAll(async () => {
    await crew.leave();
    await stage.close();
  });

  const write = async (seed: number, random: () => number): Promise<void> => {
    const first = clock.now() + DAY;
    const cases = new Map<string, Standing>(
      Array.from({ length: CASES }, (_, n) => {
        const end = first + Math.floor(random() * DAYS) * DAY;
        return [`${String(seed)}-${String(n)}`, standingOf({ startedOn: dayAt(end - 10 * DAY), workingDays: 5, dueOn: dayAt(end) })];
      }),
    );
    // A cut may hit this, too.
    await eventually(() => writer.app.get(DeadlineProbe, { strict: false }).enter(stage.context(), cases).then(() => true));
  };
  const untold = async (seed: number): Promise<number> => (await stage.sql('SELECT FROM timer WHERE key LIKE $1', [`${String(seed)}-%`])).length;
  const cut = (): Promise<unknown> => stage.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gongshu-catalogue'`);
  const counted = (sql: string, seed: number): Promise<unknown[]> =>
    stage.sql(`SELECT what, count(*)::int AS told, count(DISTINCT thing)::int AS cases FROM (${sql}) AS found GROUP BY what ORDER BY what`, [`${String(seed)}-%`]);

  /** Kills once, when so many of the seed's timers are left: before the first is told, amid them or near the end. */
  const play = async (seed: number): Promise<void> => {
    const random = seededRandom(seed);
    const left = Math.floor(random() * 2 * CASES);
    const cuts = random() < 0.4;
    await write(seed, random);
    await eventually(async () => (await untold(seed)) <= left, PATIENCE);
    if (cuts) await cut();
    await crew.kill(random());
    await eventually(async () => (await untold(seed)) === 0, PATIENCE);
    expect(await counted('SELECT what, thing FROM effect WHERE thing LIKE $1', seed)).toEqual([
      { what: 'lapsed', told: CASES, cases: CASES },
      { what: 'reminded', told: CASES, cases: CASES },
    ]);
    expect(await counted(`SELECT envelope ->> 'type' AS what, envelope ->> 'subject' AS thing FROM outbox WHERE envelope ->> 'subject' LIKE $1`, seed)).toEqual([
      { what: entryStepDueSoon.type, told: CASES, cases: CASES },
      { what: entryStepOverdue.type, told: CASES, cases: CASES },
    ]);
  };

  // A program costs a second to load: four seeds at a time share the deaths of all four.
  it.each([[1, 'one program'], [5, 'two programs'], [9, 'one program'], [13, 'two programs'], [17, 'one program']] as const)('are each told exactly once, seed %i and the next three, by %s', async (first, by) => {
    crew.resize(by === 'two programs' ? 2 : 1);
    await Promise.all([0, 1, 2, 3].map((n) => play(first + n)));
  });

  it('killed often enough to mean something', () => {
    expect(crew.deaths).toBeGreaterThanOrEqual(20);
  });
});
