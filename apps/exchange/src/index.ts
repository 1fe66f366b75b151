export { DataPlane } from './data-plane/data-plane.js';
export { exchangeService } from './exchange.config.js';
