import type { OutgoingHttpHeaders } from 'node:http';
import { Problem, problems, type PermitAnswer, type PermitAsk, type PermitClosing, type ProblemWire } from '@gongshu/contracts';
import { UpstreamFailure, type UpstreamClient } from '@gongshu/service-kit';
import { collect } from './collect.js';
import { deliver, type DeliveryEnd } from './deliver.js';
import { exchangePlan, JSON_TYPE, refuseUnlessJson } from './exchange-plan.js';
import type { DataForm, LaneCall } from './lane-call.js';
import type { PermitDesk } from './permit-desk.js';
import { projectToCsv, projectToJson } from './project-rows.js';
import { providerUrl } from './provider-url.js';
import type { ProxiedCalls } from './proxied-calls.js';
import { rowsQuery, type DataCall } from './read-data-call.js';
import { sendWhole } from './send-whole.js';
import { sourceProblem } from './source-problem.js';

export interface GovernedParts {
  readonly desk: PermitDesk;
  readonly exchange: UpstreamClient;
  readonly providers: UpstreamClient;
  readonly proxied: ProxiedCalls;
  /** Data plane of the exchange. */
  readonly exchangeUrl: string;
}

type Refusal = Problem | ProblemWire;
/** Answers are held in memory only where they must be masked. */
const MOST_MASKED_BYTES = 8 * 1024 * 1024;

/** Permit before byte: no source is opened before the permit is durable, and every permit's end is reported. */
export class GovernedCalls {
  constructor(private readonly parts: GovernedParts) {}

  /** Null when the answer has been sent or the client has gone; otherwise the refusal to send. */
  async run(call: LaneCall, token: string, grantId: string, form: DataForm, asked: DataCall): Promise<Refusal | null> {
    const ask: PermitAsk = {
      token,
      grantId,
      form,
      traceparent: call.traceparent,
      ...(asked.scenario === undefined ? {} : { scenario: asked.scenario }),
      ...(asked.columns === undefined ? {} : { columns: [...asked.columns] }),
    };
    const permit = await this.parts.desk.take(ask);
    if (permit.problem !== undefined && permit.problem !== null) return permit.problem as ProblemWire;
    if (permit.source?.kind === 'NEIGHBOUR' && permit.source.url !== null) return this.parts.proxied.run(call, permit.source.url);
    return this.fetch(call, permit, form, asked);
  }

  private async fetch(call: LaneCall, permit: PermitAnswer, form: DataForm, asked: DataCall): Promise<Refusal | null> {
    let end: DeliveryEnd;
    try {
      end = await this.open(call, permit, form, asked);
    } catch (error) {
      if (permit.permitId !== null) this.parts.desk.close({ permitId: permit.permitId, state: 'FAILED', bytes: 0 });
      if (error instanceof UpstreamFailure) return sourceProblem(error);
      throw error;
    }
    const closing = closingOf(permit.permitId, end);
    if (closing !== null) this.parts.desk.close(closing);
    return 'refused' in end ? end.refused : null;
  }

  private open(call: LaneCall, permit: PermitAnswer, form: DataForm, asked: DataCall): Promise<DeliveryEnd> {
    const { source, ticket } = permit;
    const own = { 'x-permit-number': permit.number, 'x-permit-id': permit.permitId ?? '', traceparent: call.traceparent };
    if (source?.kind === 'PHYSICAL' && ticket !== null) {
      const url = new URL(`${this.parts.exchangeUrl}/rows?${rowsQuery(asked, form === 'ROWS' ? 'json' : 'csv')}`);
      return deliver(this.parts.exchange, { method: 'GET', url, headers: { 'x-permit-ticket': ticket, traceparent: call.traceparent } }, call.response, exchangePlan(own));
    }
    if (source?.kind === 'LOGICAL' && source.url !== null) {
      return permit.allColumns && form === 'ROWS'
        ? this.streamProvider(call, providerUrl(source.url, permit.columns, asked), own)
        : this.maskProvider(call, providerUrl(source.url, permit.columns, asked), permit, form, own);
    }
    throw new Problem(problems.internal, { detail: { zh: '凭证未指明数据来源', en: 'The permit names no source' } });
  }

  private streamProvider(call: LaneCall, url: URL, own: OutgoingHttpHeaders): Promise<DeliveryEnd> {
    return deliver(this.parts.providers, { method: 'GET', url, headers: { accept: 'application/json', 'accept-encoding': 'identity', traceparent: call.traceparent } }, call.response, {
      accept: (head) => {
        refuseUnlessJson(head.headers);
        return { status: 200, headers: { ...own, 'content-type': JSON_TYPE, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } };
      },
      // A redirect leads to an address nobody registered; other statuses are the provider's own affair.
      refuses: (status) => status !== 200,
      refusal: () => sourceProblem(new UpstreamFailure('malformed', 'the interface did not answer 200')),
      failure: sourceProblem,
    });
  }

  private async maskProvider(call: LaneCall, url: URL, permit: PermitAnswer, form: DataForm, own: OutgoingHttpHeaders): Promise<DeliveryEnd> {
    const { response } = call;
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', traceparent: call.traceparent };
    const collected = await collect(this.parts.providers, { method: 'GET', url, headers }, response, MOST_MASKED_BYTES);
    if (collected === null) return { failure: 'client left', bytes: 0, digest: '' };
    if (collected.head.status !== 200) throw new UpstreamFailure('malformed', 'the interface did not answer 200');
    refuseUnlessJson(collected.head.headers);
    const { body, rows } = form === 'ROWS' ? projectToJson(collected.body, permit.columns) : projectToCsv(collected.body, permit.columns);
    const bytes = Buffer.from(body);
    const end = await sendWhole(response, bytes, {
      ...own,
      'content-type': form === 'ROWS' ? JSON_TYPE : 'text/csv; charset=utf-8',
      ...(form === 'FILE' ? { 'content-disposition': `attachment; filename="${permit.permitId ?? 'rows'}.csv"` } : {}),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    return { ...end, rows };
  }
}

function closingOf(permitId: string | null, end: DeliveryEnd): PermitClosing | null {
  if (permitId === null) return null;
  if ('refused' in end) return { permitId, state: 'FAILED', bytes: 0 };
  const { failure, bytes, digest, rows, dataVersion } = end;
  if (failure !== null) return { permitId, state: 'FAILED', bytes };
  return { permitId, state: 'COMPLETED', bytes, digest, ...(rows === undefined ? {} : { rows }), ...(dataVersion === undefined ? {} : { dataVersion }) };
}
