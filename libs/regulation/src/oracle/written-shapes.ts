// Shapes that more than one regulation has, or that would hide the others among its machines. How to read them: written-machines.ts.

export const entryReviewedTwice = (days: number): string => `
  BEGIN -compile-> DRAFT
  DRAFT -submit-> DEPARTMENT_REVIEW
  DEPARTMENT_REVIEW -pass-> AUTHORITY_REVIEW
  DEPARTMENT_REVIEW -return-> DRAFT
  AUTHORITY_REVIEW takes ${String(days)}
  AUTHORITY_REVIEW -publish-> PUBLISHED
  AUTHORITY_REVIEW -return-> DRAFT
  end PUBLISHED`;

export const changeReviewedByAuthority = (update: number, review: number): string => `
  BEGIN -record-> UPDATING
  UPDATING takes ${String(update)} from changedOn
  UPDATING -submit-> AUTHORITY_REVIEW
  AUTHORITY_REVIEW takes ${String(review)}
  AUTHORITY_REVIEW -publish-> PUBLISHED
  AUTHORITY_REVIEW -return-> RETURNED
  RETURNED -submit-> AUTHORITY_REVIEW
  end PUBLISHED`;

export const TYPE_CHANGE = `
  BEGIN -declare-> CHANGED
  BEGIN -declare-> AUTHORITY_CONSENT
  AUTHORITY_CONSENT takes 5
  AUTHORITY_CONSENT -consent-> CHANGED
  AUTHORITY_CONSENT -refuse-> UNCHANGED
  end CHANGED
  end UNCHANGED`;

/** The requester takes its request back as long as it runs. */
export const withdrawable = (...steps: readonly string[]): string => `${steps.map((step) => `
  ${step} -withdraw-> WITHDRAWN`).join('')}
  end WITHDRAWN`;

export const CLOSED_BY_CHANGE = `
  BEGIN -close-> CLOSED
  end CLOSED`;

/** Updates of shared data; `period` is the line with the time a regulation gives for it. */
export const dataUpdate = (period = ''): string => `
  BEGIN -record-> UPDATING
  ${period}
  UPDATING -finish-> UPDATED
  end UPDATED`;

export const EXTERNAL_USE = `
  BEGIN -apply-> PROVIDER_DECISION
  BEGIN -apply-> WITH_UPPER_NODE
  PROVIDER_DECISION takes 10
  PROVIDER_DECISION -agree-> AGREED
  PROVIDER_DECISION -refuse-> REFUSED
  end AGREED
  end REFUSED
  end WITH_UPPER_NODE`;

export const DIRECT_ACCESS = `
  BEGIN -submit-> PROVIDED
  BEGIN -submit-> WITH_UPPER_NODE
  end PROVIDED
  end WITH_UPPER_NODE`;

export const PROVIDER_THEN_OBJECTION = `${withdrawable('PROVIDER_REPLY', 'COORDINATING')}
  BEGIN -submit-> PROVIDER_REPLY
  BEGIN -submit-> WITH_UPPER_NODE
  PROVIDER_REPLY takes 5
  PROVIDER_REPLY -agree-> PROVIDED
  PROVIDER_REPLY -refuse-> REFUSED
  REFUSED -object-> COORDINATING
  COORDINATING takes 15
  COORDINATING -conclude-> PROVIDED
  COORDINATING -conclude-> NOT_SHARED
  end PROVIDED
  end REFUSED
  end NOT_SHARED
  end WITH_UPPER_NODE`;

/** Direct, unless what the requester would hold is sensitive together: then the authority looks first. */
export const REVIEWED_ACCESS = `${DIRECT_ACCESS}${withdrawable('SECURITY_REVIEW')}
  BEGIN -submit-> SECURITY_REVIEW
  SECURITY_REVIEW takes 5
  SECURITY_REVIEW -clear-> PROVIDED
  SECURITY_REVIEW -clear-> WITH_UPPER_NODE
  SECURITY_REVIEW -refuse-> REFUSED
  end REFUSED`;

/** Any state may be disputed, before or after the reply; what is sensitive together is reviewed before. */
export const PROVIDER_OR_DISPUTE = `${withdrawable('SECURITY_REVIEW', 'PROVIDER_REPLY', 'COORDINATING')}
  BEGIN -submit-> PROVIDER_REPLY
  BEGIN -submit-> WITH_UPPER_NODE
  BEGIN -submit-> SECURITY_REVIEW
  SECURITY_REVIEW takes 5
  SECURITY_REVIEW -clear-> PROVIDER_REPLY
  SECURITY_REVIEW -clear-> WITH_UPPER_NODE
  SECURITY_REVIEW -refuse-> REFUSED
  PROVIDER_REPLY takes 5
  PROVIDER_REPLY -agree-> PROVIDED
  PROVIDER_REPLY -refuse-> REFUSED
  PROVIDER_REPLY -dispute-> COORDINATING
  PROVIDED -dispute-> COORDINATING
  REFUSED -dispute-> COORDINATING
  COORDINATING takes 15
  COORDINATING -conclude-> PROVIDED
  COORDINATING -conclude-> NOT_SHARED
  end PROVIDED
  end REFUSED
  end NOT_SHARED
  end WITH_UPPER_NODE`;

export const VERIFIED_BY_PROVIDER = `
  BEGIN -file-> PROVIDER_FEEDBACK
  BEGIN -file-> WITH_UPPER_NODE
  PROVIDER_FEEDBACK takes 5
  PROVIDER_FEEDBACK -extend-> PROVIDER_FEEDBACK
  PROVIDER_FEEDBACK -explain-> EXPLAINED
  PROVIDER_FEEDBACK -repair-> REPAIRED
  end EXPLAINED
  end REPAIRED
  end WITH_UPPER_NODE`;

export const OPEN_TYPE = `
  BEGIN -declare-> OPEN
  BEGIN -declare-> OPEN_ON_CONDITIONS
  BEGIN -declare-> NOT_OPEN
  BEGIN -declare-> AUTHORITY_CONSENT
  AUTHORITY_CONSENT takes 5
  AUTHORITY_CONSENT -consent-> OPEN_ON_CONDITIONS
  AUTHORITY_CONSENT -consent-> NOT_OPEN
  AUTHORITY_CONSENT -refuse-> UNCHANGED
  end OPEN
  end OPEN_ON_CONDITIONS
  end NOT_OPEN
  end UNCHANGED`;

export const VIOLATION = `
  BEGIN -open-> OPEN
  OPEN -confirm-> CONFIRMED
  OPEN -dismiss-> DISMISSED
  end CONFIRMED
  end DISMISSED`;

/** AUTHORISED <-> SUSPENDED -> TERMINATED: every suspension is a procedure of its own, so that a restored grant may be suspended anew. */
export const SUSPENSION = `
  BEGIN -suspend-> SUSPENDED
  BEGIN -suspend-> TERMINATED
  SUSPENDED -restore-> RESTORED
  SUSPENDED -terminate-> TERMINATED
  end RESTORED
  end TERMINATED`;

export const rectification = (step: string, act: string, end: string, begin = 'order'): string => `
  BEGIN -${begin}-> ${step}
  ${step} takes 15 unless workingDays
  ${step} -close-> CLOSED
  ${step} -${act}-> ${end}
  end CLOSED
  end ${end}`;

export const upTheLevelsOfHebei = (days: number, first: string): string => `
  BEGIN -ACT-> SAME_LEVEL_AUTHORITY
  BEGIN -ACT-> UPPER_AUTHORITY
  BEGIN -ACT-> ${first}
  SAME_LEVEL_AUTHORITY takes ${String(days)}
  SAME_LEVEL_AUTHORITY -forward-> UPPER_AUTHORITY
  SAME_LEVEL_AUTHORITY -forward-> ${first}
  UPPER_AUTHORITY takes ${String(days)}
  UPPER_AUTHORITY -forward-> WITH_UPPER_NODE
  end WITH_UPPER_NODE`;
