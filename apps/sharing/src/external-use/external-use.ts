import type { ActOnExternalUse, ExternalUseConsent, ExternalUseView, HistoryEntry, Party, StepView, WrittenApplication } from '@gongshu/contracts';
import type { Content, Day, EffectivePack, Instant, Standing } from '@gongshu/regulation';
import { deadlineTimers, partiesInCase, stepAsOf, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';
import type { Grant } from '../grant/grant.js';

export const EXTERNAL_USE = 'external-use';
export const EXTERNAL_USE_TIMERS = deadlineTimers('external-use-step');
/* The end at which the provider has consented; packs name it so. */
export const AGREED = 'AGREED';
/* The end at which the node that owns the grant goes on; named so in every pack. */
export const WITH_UPPER_NODE = 'WITH_UPPER_NODE';

/** An application to provide or publish acquired data outside. */
export interface ExternalUse {
  readonly id: string;
  readonly grantId: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly purpose: string;
  readonly audience: string;
  readonly columns: readonly string[];
  readonly document: WrittenApplication | null;
  readonly consentReference: string | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
  readonly consent: ExternalUseConsent | null;
  readonly submittedAt: Instant;
  /** Node where it was filed. */
  readonly originNode: string;
  /** The step at the node that owns the grant; null while this node has the application. */
  readonly upperStep: StepView | null;
}

/** The parts a viewer plays; none: the application does not exist for the viewer. */
export function partiesOf(use: Pick<ExternalUse, 'requester' | 'provider'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, use, node);
}

/** What was stated, by the names that packs have for it. */
export function filedContent({ purpose, audience, document, consentReference }: Pick<ExternalUse, 'purpose' | 'audience' | 'document' | 'consentReference'>): Content {
  return { purpose, audience, document, consentReference };
}

/** The consent that an agreement gives: for no more columns than were applied for, and for no longer than the grant. */
export function consentOf(use: Pick<ExternalUse, 'columns' | 'audience'>, { validUntil }: Pick<Grant, 'validUntil'>, { columns, validUntil: asked }: ActOnExternalUse, today: Day): ExternalUseConsent {
  const agreed = columns === undefined ? use.columns : [...new Set(columns)];
  return { columns: [...agreed], audience: use.audience, validFrom: today, validUntil: asked === undefined || asked > validUntil ? validUntil : asked };
}

/** An application as work lists show it. */
export function listed({ id, entryName, standing, requester, provider }: ExternalUse): ListedCase {
  return { id, title: entryName, standing, requester, provider, href: `/v1/external-use-requests/${id}` };
}

export function externalUseView(use: ExternalUse, pack: EffectivePack, now: Instant): ExternalUseView {
  const { id, grantId, entryId, entryName, requester, provider, purpose, audience, columns, document, consentReference, standing, history, consent, submittedAt, upperStep } = use;
  const step = upperStep === null ? stepView(pack, standing, now) : stepAsOf(upperStep, now);
  return {
    id, grantId, entryId, entryName, requester, provider, purpose, audience, columns: [...columns], document, consentReference, state: step.step, step,
    history: [...history], consent, submittedAt,
  };
}
