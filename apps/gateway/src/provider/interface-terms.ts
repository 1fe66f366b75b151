import { exchangeProblems, Problem, readInterfaceCall, sharingProblems, type DataSource, type InterfaceCall } from '@gongshu/contracts';
import { platformContext, type Clock, type NodeIdentity, type RequestClient } from '@gongshu/service-kit';
import { describedParameters, type DescribedParameters } from './parameter-check.js';

/** How a provider's interface is called. */
export interface InterfaceTerms {
  readonly timeoutMilliseconds: number;
  readonly idempotent: boolean;
  /** Names the service has for the platform's parameters. */
  readonly names: ReadonlyMap<string, string>;
  /** Null where the service describes no parameters: all pass. */
  readonly described: DescribedParameters | null;
}

/** Of an interface of which only the address is known. */
export const PLAIN_TERMS: InterfaceTerms = { timeoutMilliseconds: 30_000, idempotent: false, names: new Map(), described: null };
const MOST_KEPT = 2_000;

/** Asks once for each version of an interface, which never changes, and compiles its rules once. */
export class InterfaceTermsDesk {
  private readonly kept = new Map<string, Promise<InterfaceTerms>>();

  constructor(
    private readonly client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `exchange/source-unavailable` 503 when another version has taken its place meanwhile */
  of({ interfaceId, interfaceVersion }: DataSource): Promise<InterfaceTerms> {
    if (interfaceId === undefined || interfaceVersion === undefined) return Promise.resolve(PLAIN_TERMS);
    const key = `${interfaceId}/${String(interfaceVersion)}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const asked = this.ask(interfaceId, interfaceVersion);
    this.kept.set(key, asked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    asked.catch(() => this.kept.delete(key));
    return asked;
  }

  private async ask(interfaceId: string, version: number): Promise<InterfaceTerms> {
    try {
      return termsOf(await this.client.ask(readInterfaceCall, { interfaceId, version }, platformContext(this.node, this.clock, 'gateway')));
    } catch (error) {
      const replaced = error instanceof Problem && error.definition.code === sharingProblems.noSource.code;
      throw replaced ? new Problem({ ...exchangeProblems.sourceUnavailable, status: 503 }, { retryAfterSeconds: 1 }) : error;
    }
  }
}

export function termsOf({ timeoutMilliseconds, idempotent, parameters, parameterSchema }: InterfaceCall): InterfaceTerms {
  return { timeoutMilliseconds, idempotent, names: new Map(parameters.map(({ ours, theirs }) => [ours, theirs])), described: parameterSchema === null ? null : describedParameters(parameterSchema) };
}
