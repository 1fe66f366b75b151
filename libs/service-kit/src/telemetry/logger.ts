import { pino, type Logger } from 'pino';

export const LOGGER = Symbol('Logger');

/** JSON lines on standard output. Tokens and secrets never reach a log: the named paths are removed even if somebody logs a whole request. */
export function createLogger(level: string, fields: Record<string, string>): Logger {
  return pino({ level, base: fields, redact: { paths: ['*.authorization', '*.token', '*.password', '*.client_secret', '*.clientSecret'], remove: true } });
}
