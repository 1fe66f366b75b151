import { Caller, Narrator, openStage, type Answer, type Stage } from '@gongshu/demo';
import type { DemoCredential } from '@gongshu/launcher';

/** Hears what the demo says, counts the facts it states, and lets a test act between two of them. */
export class Witness extends Narrator {
  readonly lines: string[] = [];
  private facts = 0;

  constructor(private readonly between: (facts: number) => void = () => undefined) {
    super();
  }

  override line(text: string): void {
    this.lines.push(text);
  }

  override check(holds: boolean, zh: string, en: string, found?: unknown): void {
    super.check(holds, zh, en, found);
    this.facts += 1;
    this.between(this.facts);
  }
}

/** Data calls as their caller saw them. */
export class DataCalls {
  /** Permit numbers of the calls that were answered with data, by grant. */
  readonly permits = new Map<string, number[]>();
  /** Attempts that came to nothing on the way: whether they took a permit, the caller cannot know. */
  interrupted = 0;

  note(path: string, answer: Answer | null): void {
    const grant = /^\/v1\/data\/([^/]+)\//.exec(path)?.[1];
    if (grant === undefined) return;
    if (answer === null || answer.status >= 500) this.interrupted += 1;
    else if (answer.status === 200 || answer.status === 206) this.permits.set(grant, [...(this.permits.get(grant) ?? []), Number(answer.headers.get('x-permit-number'))]);
  }
}

class WatchedCaller extends Caller {
  constructor(
    credential: DemoCredential,
    narrator: Narrator,
    private readonly calls: DataCalls,
  ) {
    super(credential, narrator);
  }

  protected override async exchange(path: string, request: RequestInit): Promise<Answer> {
    let answer: Answer | null = null;
    try {
      answer = await super.exchange(path, request);
      return answer;
    } finally {
      this.calls.note(path, answer);
    }
  }
}

/** The demo's stage for a platform in which things are being killed. */
export async function openWatchedStage(home: string, witness: Witness): Promise<{ stage: Stage; calls: DataCalls }> {
  const calls = new DataCalls();
  const stage = await openStage(home, witness, { visibleWithin: 60_000, newCaller: (credential, narrator) => new WatchedCaller(credential, narrator, calls) });
  return { stage, calls };
}
