import { ALL_REQUESTS } from './all-requests.js';
import { tokensEnded } from './identity/events.js';
import { SERVICE_NAMES, type BusUser, type ServiceName } from './service-name.js';
import { eventSubject, serviceEventSubjects, streamName } from './subjects.js';

/** Whatever process verifies tokens hears this as it is published, without a consumer: see hear-ended-tokens.ts of the kit. */
const ENDED_TOKENS = eventSubject('*', tokensEnded.service, tokensEnded.name, tokensEnded.major);

/** What one user of a node's bus may publish and subscribe to. */
export interface BusPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Replies come to a user's own inbox only: whoever could subscribe to all inboxes could read every answer. */
export function inboxPrefix(user: string): string {
  return `_INBOX.${user}`;
}

function mayAsk(user: BusUser): string[] {
  const door = user === 'gateway' || user === 'access-gateway';
  return ALL_REQUESTS.filter(({ permission, http }) =>
    permission.kind === 'services' ? permission.services.includes(user) : door && http !== null,
  ).map(({ subject }) => subject);
}

/**
 * Permissions of a bus user, derived from the contracts. A service answers its own subjects, announces events under its node's name, reads every stream and manages
 * its own durable consumers; it hears at once which tokens have ended. `federation` alone may announce under another node's name, because it brings the neighbours' facts in.
 */
export function busPermissions(user: BusUser, node: string, userName: string = user): BusPermissions {
  const inbox = `${inboxPrefix(userName)}.>`;
  if (user === 'gateway' || user === 'access-gateway') {
    return { publish: [...mayAsk(user), 'rq.*.get-health.v1'], subscribe: [inbox] };
  }
  const origins = user === 'federation' ? ['ev.>'] : [`ev.${node}.${user}.>`];
  return {
    publish: [...mayAsk(user), ...origins, ...SERVICE_NAMES.flatMap(streamAccess), '$JS.API.INFO'],
    subscribe: [inbox, `rq.${user}.>`, ENDED_TOKENS],
  };
}

function streamAccess(owner: ServiceName): string[] {
  const stream = streamName(owner);
  return [
    `$JS.API.STREAM.CREATE.${stream}`,
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
    `$JS.ACK.${stream}.>`,
  ];
}

/** Subjects a stream of one service holds. */
export function streamSubjects(service: ServiceName): string[] {
  return [serviceEventSubjects(service)];
}
