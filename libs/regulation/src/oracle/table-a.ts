/**
 * The overview of what the five texts say, row by row, written down a second time and apart from the packs. A cell that is missing is a text that is silent.
 */
export interface Cell {
  /** Articles of the cell; one of them stands behind the row's own parameter. */
  readonly articles: readonly string[];
  /** The number, date or sign that the cell names; absent where it holds words. */
  readonly value?: number | string | boolean;
  /** Where a cell says more than one thing: what the neighbouring parameters cite. */
  readonly also?: Readonly<Record<string, string>>;
  /** The parameter, where the cell does not fill the row's own. */
  readonly under?: string;
}

export type Row = Readonly<Partial<Record<'fushun' | 'jian' | 'hebei' | 'liaoning' | 'weihai', Cell>>>;

const says = (articles: string, value?: Cell['value'], also?: Cell['also']): Cell => ({
  articles: articles.split(' '),
  ...(value === undefined ? {} : { value }),
  ...(also === undefined ? {} : { also }),
});

export const tableA: Readonly<Record<string, Row>> = {
  'catalogue.update.trigger': { jian: says('11'), hebei: says('11'), liaoning: says('8'), weihai: says('10') },
  'catalogue.update.days': { fushun: { articles: ['10'], value: true, under: 'catalogue.update.mechanism' }, jian: says('11', 5), hebei: says('11', 10), liaoning: says('8', 15), weihai: says('10', 15) },
  // This row names no article: the acts stand in the sentence of the period.
  'catalogue.update.doneWhen': { jian: says('11'), hebei: says('11'), liaoning: says('8'), weihai: says('10') },
  'catalogue.update.extension': { hebei: says('11', 20) },
  'catalogue.review.by': { fushun: says('10'), jian: says('11'), hebei: says('11'), liaoning: says('8'), weihai: says('10') },
  'catalogue.review.days': { jian: says('11', 5), hebei: says('11', 10), weihai: says('10', 2) },
  'catalogue.publish.cycle': { hebei: says('10', 4), weihai: says('10') },
  'catalogue.fullMaintenance': { jian: says('11', 1) },
  'catalogue.fields': { jian: says('10'), hebei: says('9'), liaoning: says('7'), weihai: says('10') },
  'catalogue.secrecyReview': { jian: says('20', true), hebei: says('35', true) },
  'sharing.unconditional': { jian: says('15'), hebei: says('19', 3), liaoning: says('12'), weihai: says('18') },
  'sharing.request.fields': { jian: says('15', undefined, { 'sharing.request.writtenForm': '15' }), hebei: says('19'), liaoning: says('4') },
  'sharing.route': { fushun: says('18'), jian: says('15'), hebei: says('19'), liaoning: says('12'), weihai: says('18') },
  'sharing.authorityReview.days': { hebei: says('19', 3), weihai: says('18', 1) },
  'sharing.reply.days': { jian: says('15', 10), hebei: says('19', 5), liaoning: says('12', 5), weihai: says('18', 2) },
  'sharing.provision.days': { hebei: says('19', 3) },
  'sharing.total.conditional': { jian: says('15', 10), hebei: says('19', 11), liaoning: says('12', 5), weihai: says('18', 3) },
  'sharing.reason': { jian: says('15'), hebei: says('19'), liaoning: says('12'), weihai: says('18') },
  'sharing.refusalBasis': { fushun: says('8'), jian: says('14'), hebei: says('19'), liaoning: says('4') },
  'sharing.objection.to': { fushun: says('18'), jian: says('15', undefined, { 'sharing.objection.escalation': '15' }), hebei: says('19'), liaoning: says('12') },
  'sharing.objection.days': {},
  'sharing.fee': { jian: says('5', 'FREE'), liaoning: says('4', 'FREE') },
  'dataUpdate.days': { fushun: says('11'), jian: says('17', 5, { 'dataUpdate.lag': '8' }), hebei: says('17'), liaoning: says('10'), weihai: says('14') },
  'dataUpdate.notify': { jian: says('17', true) },
  'provision.modes': { jian: says('16'), hebei: says('17') },
  'provision.mustBeInterface': { jian: says('16') },
  'provision.baseData': { hebei: says('18', 'PHYSICAL'), liaoning: says('10') },
  'verification.route': { fushun: says('18'), hebei: says('20'), liaoning: says('13') },
  'verification.forward.days': { hebei: says('20', 3) },
  'verification.feedback.days': { hebei: says('20', 10), liaoning: says('13', 5) },
  'verification.extension.days': { hebei: says('20', 10), liaoning: says('13', 10) },
  'verification.extension.approver': { hebei: says('20', 'DATA_AUTHORITY'), liaoning: says('13', 'PROVIDER_HEAD') },
  'verification.total': { hebei: says('20', 23), liaoning: says('13', 15) },
  'verification.outcome': { hebei: says('20'), liaoning: says('13') },
  'verification.businessContinues': { liaoning: says('13', true) },
  'open.reply.days': { fushun: says('22', 5), weihai: says('24', 20) },
  'open.writtenReply': { fushun: says('22') },
  'open.refusalReason': { fushun: says('22', true) },
  'open.basisPublic': { fushun: says('22', true) },
  'open.priorityDomains': { fushun: says('23') },
  'open.response': { weihai: says('25', 5) },
  'demandPlan.due': { weihai: says('19', '02-last') },
  'demandPlan.update': { weihai: says('19', 1) },
  'report.department.due': { liaoning: says('19', '01-15') },
  'report.province.due': { liaoning: says('19', '02-15') },
  'evaluation.cycle': { fushun: says('6'), jian: says('23', 4), hebei: says('38'), liaoning: says('17', 1) },
  'rectification.limit': { jian: says('24'), liaoning: says('20') },
  'rectification.issuer': { jian: says('24'), hebei: says('41', undefined, { 'rectification.urge': '39' }), liaoning: says('20'), weihai: says('34') },
  'rectification.overdue': { jian: says('24'), hebei: says('41', undefined, { 'rectification.serious': '41', 'rectification.urge': '39' }), liaoning: says('20'), weihai: says('34') },
  'suspension.by': { weihai: says('33', undefined, { 'suspension.onDanger.by': '32', 'open.termination.by': '35' }) },
  'security.immediate': { fushun: says('27'), hebei: says('34'), weihai: says('32') },
  'periodic.duties': { fushun: says('26'), jian: says('22', undefined, { 'evaluation.cycle': '23' }), hebei: says('10'), weihai: says('32') },
  'staff.filing': { jian: says('22', undefined, { 'staff.filing.change.days': '22' }), weihai: says('7') },
  'negativeList.filing': { hebei: says('15') },
  'node.county': { fushun: says('9', 'TENANT'), jian: says('7', 'TENANT', { 'node.migration': '7' }), hebei: says('31', 'TENANT'), liaoning: says('11', 'TENANT', { 'node.migration': '11' }), weihai: says('8', 'NODE') },
  'node.city': { fushun: says('9', 'NODE'), jian: says('6 7', 'NODE'), hebei: says('31'), liaoning: says('11', 'NODE'), weihai: says('8', 'NODE') },
  'node.backflow': { hebei: says('31', undefined, { 'node.backflow.days': '31' }) },
  network: { fushun: says('9'), jian: says('7'), hebei: says('32'), liaoning: says('11'), weihai: says('9') },
  'quality.dimensions': { fushun: says('11'), jian: says('12'), hebei: says('20'), liaoning: says('14'), weihai: says('14') },
  identifiers: { jian: says('13'), weihai: says('11') },
};

/** How many things a cell lists, where the overview counts them: words that no number tells. */
export const listedInTableA: Readonly<Record<string, Partial<Record<keyof Row, number>>>> = {
  'catalogue.fields': { jian: 7, hebei: 6, liaoning: 8, weihai: 5 },
  'sharing.request.fields': { jian: 3, hebei: 1, liaoning: 2 },
  'sharing.route': { jian: 2, hebei: 5, liaoning: 2, weihai: 3 },
  'sharing.reason': { jian: 2, hebei: 1, liaoning: 1, weihai: 2 },
  'provision.modes': { jian: 4, hebei: 2 },
  'provision.mustBeInterface': { jian: 4 },
  'open.priorityDomains': { fushun: 9 },
  'quality.dimensions': { fushun: 4, jian: 3, hebei: 5, liaoning: 4, weihai: 4 },
  'verification.outcome': { hebei: 2, liaoning: 1 },
  network: { fushun: 1, jian: 1, hebei: 2, liaoning: 1, weihai: 2 },
};

/** The platform's readings that name a parameter, by their item; the value where the item tells one. */
export const defaultsD: readonly (readonly [item: number, parameter: string, value?: Cell['value']])[] = [
  [1, 'calendar.id'], [1, 'calendar.startOffset', 1], [2, 'onOverdue', 'ESCALATE'], [3, 'reply.startAt', 'FORWARD_RECEIVED'], [4, 'writtenForm.electronicAllowed', false],
  [5, 'review.order', 'SEQUENTIAL'], [6, 'catalogue.review.first'], [7, 'extension.max'], [7, 'extension.count', 1], [8, 'date.inclusive', true],
  [9, 'vague.promptly', 5], [9, 'vague.periodically', 1], [9, 'vague.catalogueRelease', 4], [9, 'vague.evaluationCircular', 4], [9, 'vague.realTime', 60], [9, 'vague.immediately', 'SAME_TRANSACTION'],
  [10, 'demandPlan.allowNoChange', true], [11, 'open.reply.days', 20], [11, 'open.extension.days', 20], [12, 'rectification.suggested', 15],
  [13, 'profile.parent'], [14, 'crossJurisdiction', 'OBLIGOR_PROFILE'], [15, 'sameLevel.catalogue', 'OWNER'], [15, 'sameLevel.request', 'REQUESTER'], [16, 'unconditional.access', 'DIRECT'], [17, 'unconditional.condition', 'DUTY'],
  [18, 'delivery.by', 'PLATFORM'], [19, 'authorityReview.mayRefuse', false], [20, 'objection.filing.days', 10], [20, 'objection.conclusion.days', 15], [20, 'sharing.objection.days', 25],
  [21, 'negativeList.pendingType', 'CONDITIONAL'], [21, 'negativeList.removal'], [21, 'negativeList.topLevel'], [22, 'notShared.basisLevels'], [22, 'notShared.recheck', 'REPORT_MISMATCH'], [23, 'notShared.secretContent', 'OUTSIDE_PLATFORM'],
  [24, 'jian.serviceVsSensitive', 'SENSITIVE'], [25, 'catalogue.fourEyes', true], [26, 'type.tighten', 'CONSENT'], [27, 'open.enabled', false], [28, 'open.restrictedTypes'], [29, 'node.county'], [30, 'node.exchange'],
  [31, 'base.classes'], [31, 'base.leads'], [32, 'provision.precedence', 'SPECIAL_RULE'], [33, 'grant.storageAllowed', false], [34, 'thirdParty', 'DENY'], [35, 'personal.basis'], [36, 'mismatch', 'PROOF_PREVAILS'], [37, 'verification.businessContinues', true],
  [38, 'dataUpdate.notify', true], [39, 'sharing.fee', 'FREE'], [40, 'document.effect', 'EQUAL_TO_PAPER'], [41, 'retention.audit', 6], [41, 'retention.callLog', 3], [41, 'retention.securityEvent', 6], [41, 'retention.legalHold', 'OVERRIDES'],
  [42, 'rectification.urgeIsOrder', false], [43, 'citation.repeatedNumber', 'BY_NAME'], [44, 'dataUpdate.byMode'],
];

/** What the readings say of one regulation: the article of its text where the text speaks, else the reading. */
export const defaultsOfOnePack: readonly (readonly [pack: keyof Row, parameter: string, cites: string, value: Cell['value']])[] = [
  ['weihai', 'catalogue.review.first', '10', 2], ['weihai', 'review.order', '18', 'SEQUENTIAL'], ['weihai', 'authorityReview.mayRefuse', '18', true], ['hebei', 'delivery.by', '19', 'DATA_AUTHORITY'],
  ['hebei', 'unconditional.access', '19', 'REQUEST'], ['jian', 'unconditional.access', '15', 'DIRECT'], ['liaoning', 'unconditional.access', '12', 'DIRECT'], ['weihai', 'unconditional.access', '18', 'DIRECT'],
  ['fushun', 'unconditional.access', '12', 'DIRECT'], ['fushun', 'profile.parent', 'DEFAULT-13', 'liaoning'], ['jian', 'profile.parent', 'DEFAULT-13', 'default'], ['weihai', 'profile.parent', 'DEFAULT-13', 'default'],
  ['fushun', 'sameLevel.request', '18', 'CITY'], ['fushun', 'open.enabled', '21', true], ['weihai', 'open.enabled', '24', true], ['jian', 'open.enabled', 'DEFAULT-27', false], ['hebei', 'open.enabled', 'DEFAULT-27', false],
  ['liaoning', 'open.enabled', 'DEFAULT-27', false], ['weihai', 'open.extension.days', '24', 20], ['jian', 'thirdParty', '18', 'PROVIDER_CONSENT'], ['fushun', 'thirdParty', '18', 'DENY'], ['liaoning', 'thirdParty', '18', 'DENY'],
  ['weihai', 'thirdParty', '20', 'DENY'], ['weihai', 'grant.storageAllowed', '33', false], ['liaoning', 'mismatch', '15', 'PROOF_PREVAILS'], ['liaoning', 'verification.businessContinues', '13', true], ['jian', 'dataUpdate.notify', '17', true],
  ['fushun', 'catalogue.fourEyes', 'DEFAULT-25', true], ['jian', 'catalogue.fourEyes', '11', true], ['weihai', 'type.tighten', '17', 'CONSENT'], ['hebei', 'type.tighten.toNotShared', '15', 'NEGATIVE_LIST'],
  ['fushun', 'verification.feedback.days', '13', 5], ['fushun', 'sharing.reply.days', '12', 5], ['fushun', 'catalogue.update.days', '8', 15], ['jian', 'verification.total', 'DEFAULT-7', 15], ['weihai', 'verification.total', 'DEFAULT-7', 15],
  ['jian', 'jian.serviceVsSensitive', '9', 'SENSITIVE'], ['hebei', 'extension.count', 'DEFAULT-7', 1],
];
