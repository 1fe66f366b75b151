export { auditService } from './audit.config.js';
