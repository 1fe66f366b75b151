export * from './client-proof.js';
export * from './events.js';
export * from './network-zones.js';
export * from './problems.js';
export * from './requests.js';
