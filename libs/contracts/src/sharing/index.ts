export * from './events.js';
export * from './grants.js';
export * from './permits.js';
export * from './problems.js';
export * from './requests.js';
