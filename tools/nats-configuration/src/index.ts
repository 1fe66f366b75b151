export { configurationOf } from './configuration-of.js';
