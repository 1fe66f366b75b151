export { verifyLog } from './verify-log.js';
export type { VerifyOptions } from './verify-log.js';
export type { Finding, Report } from './report.js';
