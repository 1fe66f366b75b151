import { roles } from '../permission.js';
import { CitedArticle } from '../cited-article.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, post } from '../define-request.js';
import { Division, Flag, Id, InstantField, Nullable, Part, Parts, Text } from '../fields.js';
import { Party } from '../step.js';

export class SafetyStopView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
  @InstantField() readonly stoppedAt!: string;
  @Nullable() readonly liftedAt!: string | null;
  @Nullable({ description: 'Why it was lifted' }) readonly liftedReasons!: string | null;
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export class StopForSafety {
  @Id({ description: 'Catalogue entry' }) readonly id!: string;
  @Text({ max: 2000, description: 'The danger that was found' }) readonly reasons!: string;
}
/** From its commit no call on the entry is let through, neither by grant nor, once the bus has told it, as open data. */
export const stopForSafety = defineRequest({
  service: 'sharing', name: 'stop-for-safety', kind: 'command', input: StopForSafety, output: SafetyStopView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/catalogue-entries/{id}/safety-stops'), summary: { zh: '发现安全隐患,立即停止共享、开放', en: 'Stop sharing and opening of an entry at once because of a safety danger' },
});
export class LiftSafetyStop {
  @Id() readonly id!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const liftSafetyStop = defineRequest({
  service: 'sharing', name: 'lift-safety-stop', kind: 'command', input: LiftSafetyStop, output: SafetyStopView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/safety-stops/{id}/lifting', { status: 200 }), summary: { zh: '解除停止措施', en: 'Lift a safety stop' },
});

/** Everybody who holds a grant on the entry is named, so that each can be told. */
export class SafetyStopChanged {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Parts(() => Party, { most: 3000 }) readonly holders!: Party[];
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export const safetyStopped = defineEvent({ service: 'sharing', name: 'safety-stopped', data: SafetyStopChanged });
export const safetyStopLifted = defineEvent({ service: 'sharing', name: 'safety-stop-lifted', data: SafetyStopChanged });

/** The same to the node of a holder, which hears of its own grants only. */
export class SafetyStopTold {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Flag({ description: 'False: lifted' }) readonly stopped!: boolean;
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export const safetyStopTold = defineEvent({ service: 'sharing', name: 'safety-stop-told', data: SafetyStopTold, crosses: { lane: 'sharing', to: 'addressed' } });
