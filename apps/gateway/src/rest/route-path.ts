import type { HttpBinding } from '@gongshu/contracts';

const WILDCARD = /\{(\w+)\*\}$/;

/** A contract's path as the router writes it: `{id}` → `:id`, `{tile*}` at the end → the rest of the path. */
export function routerPath({ path }: HttpBinding): string {
  return `/v1${path}`.replace(WILDCARD, '*').replace(/\{(\w+)\}/g, ':$1');
}

/** Field that takes the rest of the path, if the route has one. */
export function wildcardOf({ path }: HttpBinding): string | null {
  return WILDCARD.exec(path)?.[1] ?? null;
}

/** Tells which paths a route matches, whatever the method. */
export function pathPattern({ path }: HttpBinding): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const parts = path.split(/(\{\w+\*?\})/).map((part) => (part.startsWith('{') ? (part.endsWith('*}') ? '.+' : '[^/]+') : literal(part)));
  return new RegExp(`^/v1${parts.join('')}$`);
}
