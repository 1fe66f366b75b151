import type { IncomingMessage } from 'node:http';

/** Routes a listener offers: the public one has fewer. */
export const ROUTES = Symbol('Routes');
/** The OpenAPI document of what the listener offers. */
export const OPENAPI = Symbol('OpenApi');

/** Under which address a call counts: that of its peer, or the one a trusted proxy names. */
export type CallerAddress = (request: IncomingMessage) => string;
export const CALLER_ADDRESS = Symbol('CallerAddress');
