export { openDataService } from './open-data.config.js';
