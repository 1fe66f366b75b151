import {
  changeReviewedByAuthority,
  CLOSED_BY_CHANGE,
  dataUpdate,
  DIRECT_ACCESS,
  entryReviewedTwice,
  EXTERNAL_USE,
  OPEN_TYPE,
  PROVIDER_OR_DISPUTE,
  PROVIDER_THEN_OBJECTION,
  rectification,
  REVIEWED_ACCESS,
  SUSPENSION,
  TYPE_CHANGE,
  upTheLevelsOfHebei,
  VERIFIED_BY_PROVIDER,
  VIOLATION,
  withdrawable,
} from './written-shapes.js';

/**
 * The procedures of the five regulations as the overview of their state machines draws them, written down a second time and apart from the packs. Only the names of the
 * steps are those of the packs. A line is a way (`FROM -act-> TO`), the time a step takes in working days (`STEP takes 5`), or an end (`end STEP`).
 *
 * Where a text is silent, the platform's readings speak (`DEFAULT-n`): provider, then objection to a refusal (13, 18, 20); verification in Liaoning's shape (13); a
 * reviewer who did not compile (25); consent to tighten (26); 5 working days for "promptly" (9), 15 for coordination (20) and for an order that names no other time (12).
 */

/** What is written for a procedure that the regulation does not have. */
export const NOT_REGULATED = 'not regulated';

const NOTHING_OPEN = { 'open-data-publication': NOT_REGULATED, 'open-data-application': NOT_REGULATED } as const;

/** By pack and procedure. */
export const writtenMachines: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  default: {
    ...NOTHING_OPEN,
    'catalogue-entry': entryReviewedTwice(5),
    'catalogue-change': changeReviewedByAuthority(15, 5),
    'sharing-type-change': TYPE_CHANGE,
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': PROVIDER_THEN_OBJECTION,
    'sharing-request.unconditional': DIRECT_ACCESS,
    verification: VERIFIED_BY_PROVIDER,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate(),
  },
  fushun: {
    // The city authority alone reviews: the text has no reviewer within the department.
    'catalogue-entry': `
      BEGIN -compile-> DRAFT
      DRAFT -submit-> AUTHORITY_REVIEW
      AUTHORITY_REVIEW takes 5
      AUTHORITY_REVIEW -publish-> PUBLISHED
      AUTHORITY_REVIEW -return-> DRAFT
      end PUBLISHED`,
    // Periods and shape of the province (13).
    'catalogue-change': changeReviewedByAuthority(15, 5),
    'sharing-type-change': TYPE_CHANGE,
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': PROVIDER_OR_DISPUTE,
    'sharing-request.unconditional': REVIEWED_ACCESS,
    verification: `${VERIFIED_BY_PROVIDER}
      PROVIDER_FEEDBACK -dispute-> COORDINATING
      EXPLAINED -dispute-> COORDINATING
      REPAIRED -dispute-> COORDINATING
      COORDINATING takes 15
      COORDINATING -conclude-> CONCLUDED
      end CONCLUDED`,
    'open-data-publication': OPEN_TYPE,
    'open-data-application': `
      BEGIN -apply-> DEPARTMENT_REPLY
      DEPARTMENT_REPLY takes 5
      DEPARTMENT_REPLY -grant-> GRANTED
      DEPARTMENT_REPLY -refuse-> REFUSED
      end GRANTED
      end REFUSED`,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate(),
    'external-use': EXTERNAL_USE,
    rectification: rectification('NOTICE', 'report', 'REPORTED'),
  },
  hebei: {
    ...NOTHING_OPEN,
    'catalogue-entry': entryReviewedTwice(10),
    'catalogue-change': `${changeReviewedByAuthority(10, 10)}
      UPDATING -apply-extension-> UPDATING
      UPDATING -extend-> UPDATING`,
    'sharing-type-change': TYPE_CHANGE,
    // An authority returns what is incomplete, and refuses nothing (19). A way up the levels (21) is open to a resubmission as to the first one.
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': `${upTheLevelsOfHebei(5, 'AUTHORITY_REVIEW').replaceAll('-ACT-', '-submit-')}${withdrawable('SAME_LEVEL_AUTHORITY', 'UPPER_AUTHORITY', 'AUTHORITY_REVIEW', 'RETURNED', 'PROVIDER_REPLY', 'DELIVERY', 'COORDINATING')}
      AUTHORITY_REVIEW takes 3
      AUTHORITY_REVIEW -forward-> PROVIDER_REPLY
      AUTHORITY_REVIEW -return-> RETURNED
      RETURNED -resubmit-> AUTHORITY_REVIEW
      RETURNED -resubmit-> SAME_LEVEL_AUTHORITY
      RETURNED -resubmit-> UPPER_AUTHORITY
      PROVIDER_REPLY takes 5
      PROVIDER_REPLY -agree-> DELIVERY
      PROVIDER_REPLY -refuse-> REFUSED
      DELIVERY takes 3
      DELIVERY -deliver-> PROVIDED
      REFUSED -object-> COORDINATING
      COORDINATING takes 15
      COORDINATING -conclude-> DELIVERY
      COORDINATING -conclude-> NOT_SHARED
      end PROVIDED
      end REFUSED
      end NOT_SHARED`,
    'sharing-request.unconditional': `${upTheLevelsOfHebei(5, 'DELIVERY').replaceAll('-ACT-', '-submit-')}${withdrawable('SAME_LEVEL_AUTHORITY', 'UPPER_AUTHORITY', 'DELIVERY')}
      DELIVERY takes 3
      DELIVERY -deliver-> PROVIDED
      end PROVIDED`,
    verification: `${upTheLevelsOfHebei(3, 'FORWARDING').replaceAll('-ACT-', '-file-')}
      FORWARDING takes 3
      FORWARDING -forward-> PROVIDER_FEEDBACK
      PROVIDER_FEEDBACK takes 10
      PROVIDER_FEEDBACK -apply-extension-> PROVIDER_FEEDBACK
      PROVIDER_FEEDBACK -extend-> PROVIDER_FEEDBACK
      PROVIDER_FEEDBACK -explain-> EXPLAINED
      PROVIDER_FEEDBACK -repair-> REPAIRED
      end EXPLAINED
      end REPAIRED`,
    'negative-list': `
      BEGIN -apply-> AUTHORITY_REVIEW
      AUTHORITY_REVIEW takes 5
      AUTHORITY_REVIEW -pass-> GOVERNMENT_APPROVAL
      AUTHORITY_REVIEW -reject-> REJECTED
      GOVERNMENT_APPROVAL takes 5
      GOVERNMENT_APPROVAL -approve-> LISTED
      GOVERNMENT_APPROVAL -reject-> REJECTED
      LISTED takes 5
      LISTED -file-> FILED_UP
      FILED_UP -remove-> REMOVAL
      REMOVAL takes 5
      REMOVAL -file-> REMOVED
      end REJECTED
      end FILED_UP
      end REMOVED`,
    'collection-responsibility-list': `
      BEGIN -generate-> IN_FORCE
      IN_FORCE -apply-change-> CHANGE_REVIEW
      CHANGE_REVIEW takes 5
      CHANGE_REVIEW -accept-> IN_FORCE
      CHANGE_REVIEW -reject-> REJECTED
      REJECTED -apply-change-> CHANGE_REVIEW
      end IN_FORCE
      end REJECTED`,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate(),
    rectification: rectification('URGED', 'criticise', 'CRITICISED', 'urge'),
    'rectification-order': rectification('ORDERED', 'refer', 'REFERRED'),
  },
  jian: {
    ...NOTHING_OPEN,
    'catalogue-entry': `
      BEGIN -compile-> DRAFT
      DRAFT -submit-> DEPARTMENT_REVIEW
      DEPARTMENT_REVIEW takes 5
      DEPARTMENT_REVIEW -pass-> PUBLISHED
      DEPARTMENT_REVIEW -return-> RETURNED
      RETURNED -submit-> DEPARTMENT_REVIEW
      DRAFT -ask-type-override-> TYPE_OVERRIDE
      RETURNED -ask-type-override-> TYPE_OVERRIDE
      TYPE_OVERRIDE -override-type-> DRAFT
      TYPE_OVERRIDE -keep-type-> DRAFT
      end PUBLISHED`,
    'catalogue-change': `
      BEGIN -record-> UPDATING
      UPDATING takes 5 from changedOn
      UPDATING -submit-> DEPARTMENT_REVIEW
      DEPARTMENT_REVIEW takes 5
      DEPARTMENT_REVIEW -pass-> PUBLISHED
      DEPARTMENT_REVIEW -return-> RETURNED
      RETURNED -submit-> DEPARTMENT_REVIEW
      end PUBLISHED`,
    'sharing-type-change': TYPE_CHANGE,
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': `${withdrawable('AWAITING_WRITTEN_FORM', 'PROVIDER_REVIEW', 'COORDINATING', 'LEADING_GROUP')}
      BEGIN -submit-> AWAITING_WRITTEN_FORM
      BEGIN -submit-> WITH_UPPER_NODE
      AWAITING_WRITTEN_FORM -record-written-receipt-> PROVIDER_REVIEW
      PROVIDER_REVIEW takes 10 from writtenReceivedOn
      PROVIDER_REVIEW -agree-> PROVIDED
      PROVIDER_REVIEW -refuse-> REFUSED
      PROVIDED -object-> COORDINATING
      REFUSED -object-> COORDINATING
      COORDINATING takes 15
      COORDINATING -conclude-> PROVIDED
      COORDINATING -conclude-> NOT_SHARED
      COORDINATING -escalate-> LEADING_GROUP
      LEADING_GROUP takes 15
      LEADING_GROUP -decide-> PROVIDED
      LEADING_GROUP -decide-> NOT_SHARED
      end PROVIDED
      end REFUSED
      end NOT_SHARED
      end WITH_UPPER_NODE`,
    'sharing-request.unconditional': DIRECT_ACCESS,
    verification: VERIFIED_BY_PROVIDER,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate('UPDATING takes 5 from changedOn'),
    'external-use': EXTERNAL_USE,
    rectification: rectification('NOTICE', 'refer', 'REFERRED'),
  },
  liaoning: {
    ...NOTHING_OPEN,
    'catalogue-entry': entryReviewedTwice(5),
    'catalogue-change': changeReviewedByAuthority(15, 5),
    'sharing-type-change': TYPE_CHANGE,
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': PROVIDER_OR_DISPUTE,
    'sharing-request.unconditional': REVIEWED_ACCESS,
    verification: VERIFIED_BY_PROVIDER,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate(),
    rectification: rectification('NOTICE', 'report', 'REPORTED'),
  },
  weihai: {
    'catalogue-entry': entryReviewedTwice(2),
    'catalogue-change': changeReviewedByAuthority(15, 2),
    'sharing-type-change': TYPE_CHANGE,
    // What a county node has reviewed goes straight to the provider.
    'sharing-request-closing': CLOSED_BY_CHANGE,
    'sharing-request': `${withdrawable('AUTHORITY_REVIEW', 'PROVIDER_REPLY')}
      BEGIN -submit-> AUTHORITY_REVIEW
      BEGIN -submit-> PROVIDER_REPLY
      BEGIN -submit-> WITH_UPPER_NODE
      AUTHORITY_REVIEW takes 1
      AUTHORITY_REVIEW -forward-> PROVIDER_REPLY
      AUTHORITY_REVIEW -forward-> WITH_UPPER_NODE
      AUTHORITY_REVIEW -refuse-> REFUSED
      PROVIDER_REPLY takes 2
      PROVIDER_REPLY -agree-> PROVIDED
      PROVIDER_REPLY -refuse-> REFUSED
      end PROVIDED
      end REFUSED
      end WITH_UPPER_NODE`,
    'sharing-request.unconditional': DIRECT_ACCESS,
    verification: VERIFIED_BY_PROVIDER,
    'open-data-publication': OPEN_TYPE,
    'open-data-application': `
      BEGIN -apply-> DEPARTMENT_REPLY
      DEPARTMENT_REPLY takes 20
      DEPARTMENT_REPLY -extend-> DEPARTMENT_REPLY
      DEPARTMENT_REPLY -grant-> GRANTED
      DEPARTMENT_REPLY -refuse-> REFUSED
      GRANTED -stop-> STOPPED
      GRANTED -terminate-> TERMINATED
      STOPPED -resume-> GRANTED
      STOPPED -terminate-> TERMINATED
      end GRANTED
      end REFUSED
      end TERMINATED`,
    'grant-suspension': SUSPENSION,
    violation: VIOLATION,
    'data-update': dataUpdate(),
    'demand-plan': `
      BEGIN -draft-> DRAFT
      DRAFT takes until-end-of-February from dueOfYear
      DRAFT -submit-> ACTIVE
      ACTIVE takes until-end-of-month from cycleStartsOn
      ACTIVE -update-> ACTIVE
      ACTIVE -confirm-> ACTIVE
      ACTIVE -match-> ACTIVE
      ACTIVE -close-> CLOSED
      end CLOSED`,
    'supply-task': `
      BEGIN -assign-> WAITING_FOR_SUPPLY
      WAITING_FOR_SUPPLY takes 5
      WAITING_FOR_SUPPLY -decline-> DECLINED
      WAITING_FOR_SUPPLY -match-> SUPPLIED
      WAITING_FOR_SUPPLY -cancel-> CANCELLED
      end SUPPLIED
      end DECLINED
      end CANCELLED`,
    rectification: rectification('ORDERED', 'refer', 'REFERRED'),
  },
};
