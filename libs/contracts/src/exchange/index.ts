export * from './events.js';
export * from './interfaces.js';
export * from './offline-package.js';
export * from './problems.js';
export * from './pulls.js';
export * from './requests.js';
export * from './ticket.js';
export * from './uploads.js';
