import { CallTallyStore } from './call-tally.store.js';
import { CallWatch } from './call-watch.js';
import { LiftThrottle } from './lift-throttle.js';
import { MisuseController } from './misuse.controller.js';
import { WatchCalls } from './watch-calls.js';

export const misuseControllers = [MisuseController];
export const misuseProviders = [CallTallyStore, WatchCalls, LiftThrottle, CallWatch];
