import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Measures of one process. Services that share a process share the registry and differ by the `service` label. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'gongshu_request_seconds',
    help: 'Time to answer a request, by subject and outcome (ok or the problem’s code)',
    labelNames: ['service', 'subject', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [this.registry],
  });
  readonly events = new Counter({
    name: 'gongshu_events_total',
    help: 'Events by reaction and outcome: handled, duplicate, retried, dead',
    labelNames: ['service', 'reaction', 'outcome'],
    registers: [this.registry],
  });
  readonly outboxWaiting = new Gauge({ name: 'gongshu_outbox_waiting', help: 'Events committed but not yet on the bus', labelNames: ['service'], registers: [this.registry] });
  readonly deadLetters = new Counter({ name: 'gongshu_dead_letters_total', help: 'Events put aside for an operator', labelNames: ['service', 'reaction'], registers: [this.registry] });
  readonly timers = new Counter({ name: 'gongshu_timers_total', help: 'Timers fired', labelNames: ['service', 'kind'], registers: [this.registry] });
  readonly interfaceBreakers = new Counter({ name: 'gongshu_interface_breakers_total', help: 'Circuit breakers of providers’ interfaces: opened, closed, calls refused', labelNames: ['outcome'], registers: [this.registry] });
}
