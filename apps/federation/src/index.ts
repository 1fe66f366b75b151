export { federationService } from './federation.config.js';
