export { qualityDisputeService } from './quality-dispute.config.js';
