import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { Problem, problems, type DataSource, type PermitAnswer } from '@gongshu/contracts';
import type { Delivered, LaneCall } from '../lane/lane-call.js';
import { providerCall } from '../lane/provider-url.js';
import type { DataCall } from '../lane/read-data-call.js';
import type { ZonedProviders } from '../lane/zoned-providers.js';
import type { InterfaceBreakers } from './interface-breakers.js';
import type { InterfaceTermsDesk } from './interface-terms.js';
import { ProviderAnswer } from './provider-answer.js';
import { ROW_FORMS, type RowFormName } from './row-forms.js';
import { isAway } from './status-refused.js';

/** Before a call is repeated, so that those that failed together do not come back together. */
const [SHORTEST_WAIT, LONGEST_WAIT] = [50, 250];

/** What is asked of an interface. */
export interface LogicalCall {
  readonly source: DataSource;
  /** As it was registered. */
  readonly address: string;
  readonly asked: DataCall;
  readonly form: RowFormName;
  readonly isFile: boolean;
}

/** Rows of a provider's registered interface: what the permit lets out, in the form the caller wants, by the terms the interface is registered with. */
export class LogicalCalls {
  constructor(
    private readonly providers: ZonedProviders,
    private readonly terms: InterfaceTermsDesk,
    private readonly breakers: InterfaceBreakers,
  ) {}

  /**
   * Sends the answer; what is thrown is to be sent instead of it.
   *
   * @throws Problem for parameters the interface does not take, 503 while it is left alone; UpstreamFailure when it fails
   */
  async run(call: LaneCall, permit: PermitAnswer, { source, address, asked, form, isFile }: LogicalCall, own: OutgoingHttpHeaders): Promise<Delivered> {
    const terms = await this.terms.of(source);
    const { url, skip, most } = providerCall(address, permit, asked, terms);
    const { client, request } = this.providers.call(url, source.zone, call.traceparent, terms);
    const written = ROW_FORMS[form];
    const { columns, rowFilter } = permit;
    const headers = {
      ...own, 'content-type': written.contentType, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store',
      ...(isFile ? { 'content-disposition': `attachment; filename="${permit.permitId ?? 'rows'}.${written.extension}"` } : {}),
    };
    const attempt = async (): Promise<ProviderAnswer> => {
      const answer = new ProviderAnswer(call.response, { columns, rowFilter, skip, most, form: written }, headers);
      await answer.open(client, request);
      return answer;
    };
    const fetch = (): Promise<ProviderAnswer> => this.breakers.run(source.interfaceId ?? address, attempt);
    const opened = terms.idempotent ? await onceMore(fetch) : await fetch();
    return opened.ended();
  }
}

/** Repeats what did not reach the interface, once: no byte has left yet. */
async function onceMore<T>(fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch();
  } catch (error) {
    if (!isAway(error)) throw error;
    await wait(randomInt(SHORTEST_WAIT, LONGEST_WAIT));
    return fetch();
  }
}

const FILE_FORMS: readonly RowFormName[] = ['csv', 'ndjson'];

/** The form of rows that are fetched as a file. @throws Problem `input/invalid` for one that rows do not have here */
export function fileFormOf(asked: string | null): RowFormName {
  const form = FILE_FORMS.find((name) => name === (asked ?? 'csv'));
  if (form === undefined) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/format', code: 'format', detail: `one of ${FILE_FORMS.join(', ')}` }] });
  return form;
}
