export { catalogueService } from './catalogue.config.js';
