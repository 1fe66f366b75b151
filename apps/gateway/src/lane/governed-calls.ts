import { exchangeProblems, Problem, problems, type PermitAnswer, type PermitAsk, type PermitClosing, type ProblemWire } from '@gongshu/contracts';
import { UpstreamFailure, type UpstreamClient } from '@gongshu/service-kit';
import { fileFormOf, type LogicalCalls } from '../provider/logical-calls.js';
import { acceptedForm } from '../reading/accepted-form.js';
import { singleHeader } from '../reading/single-header.js';
import { callMarks } from './call-marks.js';
import { deliver, type DeliveryEnd } from './deliver.js';
import { exchangePlan } from './exchange-plan.js';
import type { ExchangeCall } from './exchange-call.js';
import type { DataForm, LaneCall } from './lane-call.js';
import { ownQuery } from './own-query.js';
import type { PermitDesk } from './permit-desk.js';
import type { ProxiedCalls } from './proxied-calls.js';
import type { DataCall } from './read-data-call.js';
import { sourceProblem } from './source-problem.js';

export interface GovernedParts {
  readonly desk: PermitDesk;
  readonly exchange: UpstreamClient;
  readonly logical: LogicalCalls;
  readonly proxied: ProxiedCalls;
  /** Data plane of the exchange. */
  readonly exchangeUrl: string;
}

type Refusal = Problem | ProblemWire;

/** Permit before byte: no source is opened before the permit is durable, and every permit's end is reported. */
export class GovernedCalls {
  constructor(private readonly parts: GovernedParts) {}

  /** Null when the answer has been sent or the client has gone; otherwise the refusal to send. */
  async run(call: LaneCall, token: string, grantId: string, form: DataForm, asked: DataCall, through: ExchangeCall): Promise<Refusal | null> {
    const ask: PermitAsk = {
      token,
      grantId,
      form,
      traceparent: call.traceparent,
      ...callMarks(call),
      ...(asked.scenario === undefined ? {} : { scenario: asked.scenario }),
      ...(asked.purpose === undefined ? {} : { purpose: asked.purpose }),
      ...(asked.limit === undefined ? {} : { limit: asked.limit }),
      ...(asked.columns === undefined ? {} : { columns: [...asked.columns] }),
    };
    const permit = await this.parts.desk.take(ask);
    if (permit.problem !== undefined && permit.problem !== null) return permit.problem as ProblemWire;
    if (permit.source?.kind === 'NEIGHBOUR' && permit.source.url !== null) return this.parts.proxied.run(call, permit.source.url);
    return this.fetch(call, permit, form, asked, through);
  }

  private async fetch(call: LaneCall, permit: PermitAnswer, form: DataForm, asked: DataCall, through: ExchangeCall): Promise<Refusal | null> {
    let end: DeliveryEnd;
    try {
      end = await this.open(call, permit, form, asked, through);
    } catch (error) {
      if (permit.permitId !== null) this.parts.desk.close({ permitId: permit.permitId, state: 'FAILED', bytes: 0 });
      if (error instanceof UpstreamFailure) return sourceProblem(error);
      throw error;
    }
    const closing = closingOf(permit.permitId, end);
    if (closing !== null) this.parts.desk.close(closing);
    return 'refused' in end ? end.refused : null;
  }

  private async open(call: LaneCall, permit: PermitAnswer, form: DataForm, asked: DataCall, through: ExchangeCall): Promise<DeliveryEnd> {
    const { source, ticket } = permit;
    const own = { 'x-permit-number': permit.number, 'x-permit-id': permit.permitId ?? '', ...(permit.mostRows === null ? {} : { 'x-row-limit': permit.mostRows }), ...(permit.provenance === undefined ? {} : { 'x-provenance': permit.provenance }), traceparent: call.traceparent };
    if (source?.kind === 'PHYSICAL' && ticket !== null) {
      const { path, headers, ...rest } = through;
      const fetching = { ...rest, url: new URL(`${this.parts.exchangeUrl}${path}`), headers: { ...headers, 'x-permit-ticket': ticket, traceparent: call.traceparent } };
      return deliver(this.parts.exchange, fetching, call.response, exchangePlan(own, call.request.method === 'HEAD'));
    }
    // Pages and packages are made from data that are here.
    if (form === 'BROWSE' || form === 'PACKAGE') throw new Problem(exchangeProblems.wrongAggregation, { allowed: ['PHYSICAL'] });
    if (source?.kind === 'LOGICAL' && source.url !== null) {
      const isFile = form === 'FILE';
      const rowForm = isFile ? fileFormOf(ownQuery(call.query, ['format']).own.get('format')) : acceptedForm(singleHeader(call.request, 'accept'));
      return this.parts.logical.run(call, permit, { source, address: source.url, asked, form: rowForm, isFile }, own);
    }
    throw new Problem(problems.internal, { detail: { zh: '凭证未指明数据来源', en: 'The permit names no source' } });
  }
}

function closingOf(permitId: string | null, end: DeliveryEnd): PermitClosing | null {
  if (permitId === null) return null;
  if ('refused' in end) return { permitId, state: 'FAILED', bytes: 0 };
  const { failure, bytes, digest, documentDigest, rows, dataVersion } = end;
  if (failure !== null) return { permitId, state: 'FAILED', bytes };
  return { permitId, state: 'COMPLETED', bytes, digest, ...(documentDigest === undefined ? {} : { documentDigest }), ...(rows === undefined ? {} : { rows }), ...(dataVersion === undefined ? {} : { dataVersion }) };
}
