export { gatewaySettings } from './gateway.config.js';
export { publishOpenApi } from './openapi/publish-openapi.js';
export { startGateway, type GatewaySurroundings, type RunningGateway } from './start-gateway.js';
