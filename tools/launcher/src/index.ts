export { startPlatform, type Platform, type PlatformOptions, type PlatformProcesses } from './platform.js';
export { basePort, homeFolder } from './start-command.js';
export { fetchToken, type DemoCredential } from './seed.js';
export { loadTopology, type Topology } from './topology.js';
export { SERVICES } from './services.js';
export { startNode, type RunningNode } from './start-node.js';
export type { NodePlan } from './node-plan.js';
