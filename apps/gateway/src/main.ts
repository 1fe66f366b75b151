import { environment, runUntilTold } from '@gongshu/service-kit';
import { startGateway } from './start-gateway.js';

await runUntilTold(() => startGateway({ settings: environment() }));
