import { ALL_REQUESTS, type HttpBinding, type RequestDefinition } from '@gongshu/contracts';

export type BoundRequest = RequestDefinition & { readonly http: HttpBinding };

/** Requests with a REST route; of them only what the public listener offers, if asked so. */
export function boundRequests(publicOnly: boolean): BoundRequest[] {
  return ALL_REQUESTS.filter((definition): definition is BoundRequest => definition.http !== null && (!publicOnly || definition.http.onPublicListener));
}
