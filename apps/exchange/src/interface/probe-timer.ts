/** Kind of the timer by which a registered service is tested; the key is the service's id. */
export const PROBE_TIMER = 'interface-probe';
