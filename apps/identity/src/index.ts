export { identityService } from './identity.config.js';
