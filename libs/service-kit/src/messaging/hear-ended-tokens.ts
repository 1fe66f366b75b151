import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { eventSubject, tokensEnded, type TokensEnded } from '@gongshu/contracts';
import type { TokenVerifier } from '../permission/token-verifier.js';
import { BusLink } from './bus-link.js';
import { readEvent } from './read-event.js';

/**
 * Every process hears at once which tokens have ended, each replica by itself: a plain subscription to the event as it is published, where a durable consumer would tell one replica.
 * What was said while this process had no bus, or was not yet there, comes with the issuers it asks identity for; beyond that a token's life is the bound.
 */
export function hearEndedTokens(connection: NatsConnection, verifier: TokenVerifier, logger: Logger): void {
  connection.subscribe(eventSubject('*', tokensEnded.service, tokensEnded.name, tokensEnded.major), {
    callback: (error, message) => {
      if (error !== null) {
        logger.error({ err: error }, 'ended tokens are not heard');
        return;
      }
      try {
        const { node, data } = readEvent(message.subject, message.data, [tokensEnded]);
        verifier.end({ node, ...(data as TokensEnded) });
      } catch (failure) {
        logger.error({ err: failure }, 'an ending of tokens could not be read');
      }
    },
  });
  BusLink.of(connection).onBack(() => verifier.forget());
}
