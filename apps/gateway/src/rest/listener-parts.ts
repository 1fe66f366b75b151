/** Routes a listener offers: the public one has fewer. */
export const ROUTES = Symbol('Routes');
/** The OpenAPI document of what the listener offers. */
export const OPENAPI = Symbol('OpenApi');
