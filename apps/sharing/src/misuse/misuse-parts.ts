import { CallTallies } from './call-tallies.js';
import { CallWatch } from './call-watch.js';
import { LiftThrottle } from './lift-throttle.js';
import { MisuseController } from './misuse.controller.js';
import { WatchCalls } from './watch-calls.js';
import { WatchLimitsStore } from './watch-limits.store.js';

export const misuseControllers = [MisuseController];
export const misuseProviders = [CallTallies, WatchLimitsStore, WatchCalls, LiftThrottle, CallWatch];
