export { CuttableLink } from './cuttable-link.js';
export { eventually } from './eventually.js';
export * as hebei from './hebei.js';
export { partyOf, person, TestIssuers, type TestParty } from './parties.js';
export { refusal } from './refusal.js';
export { publishedEntry, sampleEntry } from './sample-entry.js';
export { cloneDatabase, databaseUrl, startTestBus, startTestPostgres, testSettings, type TestBus } from './test-servers.js';
export { startTestService, type TestService, type TestServiceOptions } from './test-service.js';
export { TravelClock } from './travel-clock.js';
