import { closePermits, Problem, problems, SERVICE_NAMES, takePermits, type PermitAnswer, type PermitAsk, type PermitClosing, type RequestDefinition, type ServiceName } from '@gongshu/contracts';
import { connectBus, parseInput } from '@gongshu/service-kit';
import { decode, encode } from '@gongshu/service-kit/internal';

export interface Asked {
  readonly input: unknown;
  readonly header: (name: string) => string;
}
type Answer = (input: never, asked: Asked) => unknown;

/** Plays the services of a node for tests of the gateway: answers their subjects on a real bus, and remembers what was asked. */
export class PlayedServices {
  readonly asked = new Map<string, Asked[]>();
  readonly closings: PermitClosing[] = [];
  /** Permits issued and not closed yet. */
  readonly open = new Set<string>();
  private readonly answers = new Map<string, Answer>();

  private constructor(private readonly connection: Awaited<ReturnType<typeof connectBus>>) {}

  static async on(bus: { readonly url: string; readonly all: { readonly user: string; readonly password: string } }): Promise<PlayedServices> {
    const connection = await connectBus({ url: bus.url, user: bus.all.user, password: bus.all.password, caFile: '', name: 'played services' });
    return new PlayedServices(connection);
  }

  /** Answers a request from now on; a thrown Problem is its refusal. The input is checked against the contract, as the service would. */
  async answer<I extends object, O extends object>(definition: RequestDefinition<I, O>, answer: (input: I, asked: Asked) => O | Promise<O>): Promise<void> {
    await this.answerSubject(definition.subject, (input, asked) => answer(parseInput(definition.input, input), asked));
  }

  async answerSubject(subject: string, answer: Answer): Promise<void> {
    const subscribed = this.answers.has(subject);
    this.answers.set(subject, answer);
    if (subscribed) return;
    this.connection.subscribe(subject, {
      callback: (_error, message) => {
        const asked: Asked = { input: decode(message.data), header: (name) => message.headers?.get(name) ?? '' };
        this.asked.set(subject, [...(this.asked.get(subject) ?? []), asked]);
        const answered = async (): Promise<unknown> => ({ data: await this.answers.get(subject)?.(asked.input as never, asked) });
        void answered()
          .catch((error: unknown) => ({ problem: (error instanceof Problem ? error : new Problem(problems.internal, { detail: String(error) })).toWire('0123456789abcdef0123456789abcdef') }))
          .then((reply) => message.respond(encode(reply)));
      },
    });
    await this.connection.flush();
  }

  timesAsked(definition: RequestDefinition): number {
    return this.asked.get(definition.subject)?.length ?? 0;
  }

  lastAsked(definition: RequestDefinition): Asked | undefined {
    return this.asked.get(definition.subject)?.at(-1);
  }

  /** Sharing, as far as a data call needs it. */
  async issuePermits(answer: (ask: PermitAsk, number: number) => Partial<PermitAnswer>): Promise<void> {
    let number = 0;
    this.open.clear();
    await this.answer(takePermits, ({ asks }) => ({
      answers: asks.map((ask) => {
        number += 1;
        const permitId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
        const permit = { permitId, number, ticket: `ticket-${String(number)}`, source: { kind: 'PHYSICAL', url: null }, columns: ['code', 'name'], allColumns: true, rowFilter: [], mostRows: null, problem: null, ...answer(ask, number) };
        if (permit.permitId !== null) this.open.add(permit.permitId);
        return permit;
      }),
    }));
    await this.answer(closePermits, ({ closings }) => {
      this.closings.push(...closings);
      for (const { permitId } of closings) this.open.delete(permitId);
      return { closed: closings.length };
    });
  }

  async sayReady(services: readonly ServiceName[] = SERVICE_NAMES): Promise<void> {
    for (const service of services) await this.answerSubject(`rq.${service}.get-health.v1`, () => ({ ready: true }));
  }

  async stop(): Promise<void> {
    await this.connection.close();
  }
}
