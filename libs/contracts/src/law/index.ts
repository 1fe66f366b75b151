export * from './events.js';
export * from './pack-view.js';
export * from './problems.js';
export * from './procedure-view.js';
export * from './requests.js';
export * from './service-directory.js';
export * from './work-items.js';
