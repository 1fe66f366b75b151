export { sharingService } from './sharing.config.js';
