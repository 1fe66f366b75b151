import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, eventOfType } from './all-events.js';
import { ALL_REQUESTS } from './all-requests.js';
import { busPermissions, inboxPrefix } from './bus-permissions.js';
import type { Constructor } from './define-request.js';
import { parseEventType } from './envelope.js';
import { fieldKinds } from './fields.js';
import { SERVICE_NAMES } from './service-name.js';
import { eventSubject } from './subjects.js';

const doubles = (values: readonly string[]): string[] => values.filter((value, n) => values.indexOf(value) !== n);

/** Fields that an empty object lacks: none for a class whose fields are all optional. */
function faultsOfNothing(type: Constructor): string[] {
  return validateSync(plainToInstance(type, {}), { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }).map(({ property }) => property);
}

/** Whether a subject falls under a permission's pattern. */
function covers(pattern: string, subject: string): boolean {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  for (const [n, token] of wanted.entries()) {
    if (token === '>') return given.length > n;
    if (given[n] === undefined || (token !== '*' && token !== given[n])) return false;
  }
  return wanted.length === given.length;
}

describe('requests', () => {
  it('have subjects of their own, in the name of the service that answers', () => {
    expect(doubles(ALL_REQUESTS.map(({ subject }) => subject))).toEqual([]);
    for (const { service, name, subject } of ALL_REQUESTS) {
      expect(SERVICE_NAMES).toContain(service);
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(subject).toBe(`rq.${service}.${name}.v1`);
    }
  });

  it('have routes of their own', () => {
    // Whatever a parameter is called, it takes the same place.
    const routes = ALL_REQUESTS.flatMap(({ http }) => (http === null ? [] : [`${http.method} ${http.path.replaceAll(/\{[^}]*\}/g, '{}')}`]));
    expect(routes.length).toBeGreaterThan(0);
    expect(doubles(routes)).toEqual([]);
  });

  it.each(ALL_REQUESTS.map((definition) => [definition.subject, definition] as const))('%s is whole', (_subject, { http, input, output, permission, summary, kind }) => {
    const fields = fieldKinds(input);
    expect(summary.zh).toMatch(/\p{Script=Han}/u);
    expect(summary.en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
    const lacking = faultsOfNothing(input);
    expect(() => faultsOfNothing(output)).not.toThrow();
    if (permission.kind === 'services') expect(http).toBeNull();
    else expect(http).not.toBeNull();
    if (http === null) return;
    expect(lacking.filter((property) => !fields.has(property))).toEqual([]);
    expect(http.path).toMatch(/^(\/([a-z0-9]+(-[a-z0-9]+)*|\{[a-zA-Z]+\*?\}))+$/);
    for (const [, parameter = ''] of http.path.matchAll(/\{([a-zA-Z]+)\*?\}/g)) expect(['text', 'whole', 'flag']).toContain(fields.get(parameter));
    if (http.method === 'GET') {
      expect(kind).toBe('query');
      // What a query string can say.
      expect([...fields.values()]).not.toContain('part');
    }
    if (http.onPublicListener) expect(permission.kind).toBe('anyone');
  });

  it('of a role never reach the bus of a service, and those of services never a gateway that is not named', () => {
    for (const user of [...SERVICE_NAMES, 'gateway', 'access-gateway'] as const) {
      const { publish } = busPermissions(user, '130000');
      for (const { subject, permission, http } of ALL_REQUESTS) {
        const door = user === 'gateway' || user === 'access-gateway';
        const expected = permission.kind === 'services' ? permission.services.includes(user) : door && http !== null;
        expect([user, subject, publish.some((pattern) => covers(pattern, subject))]).toEqual([user, subject, expected]);
      }
    }
  });
});

describe('events', () => {
  it('have types of their own that say what they are', () => {
    expect(doubles(ALL_EVENTS.map(({ type }) => type))).toEqual([]);
    for (const definition of ALL_EVENTS) {
      const { service, name, major, type } = definition;
      expect(SERVICE_NAMES).toContain(service);
      expect(parseEventType(type)).toEqual({ service, name, major });
      expect(eventOfType(type)).toBe(definition);
    }
    expect(eventOfType('gongshu.identity.moon-landed.v1')).toBeUndefined();
  });

  it.each(ALL_EVENTS.map((definition) => [definition.type, definition] as const))('%s describes its data', (_type, { data, crosses }) => {
    const fields = fieldKinds(data);
    expect(fields.size).toBeGreaterThan(0);
    expect(faultsOfNothing(data).filter((property) => !fields.has(property))).toEqual([]);
    if (crosses?.to === 'addressed') expect([...fields.keys()]).toContain('addressedTo');
  });

  it('can be published by the service they belong to, and by federation for its neighbours, and by nobody else', () => {
    for (const user of [...SERVICE_NAMES, 'gateway', 'access-gateway'] as const) {
      const { publish } = busPermissions(user, '130000');
      for (const { service, name, major } of ALL_EVENTS) {
        for (const node of ['130000', '370000']) {
          const may = publish.some((pattern) => covers(pattern, eventSubject(node, service, name, major)));
          expect([user, service, node, may]).toEqual([user, service, node, user === 'federation' || (user === service && node === '130000')]);
        }
      }
    }
  });
});

describe('bus users', () => {
  it('listen to their own inbox, their own subjects and to which tokens have ended, and to nothing else', () => {
    for (const user of SERVICE_NAMES) expect(busPermissions(user, '130000').subscribe).toEqual([`${inboxPrefix(user)}.>`, `rq.${user}.>`, 'ev.*.identity.tokens-ended.v1']);
    expect(busPermissions('gateway', '130000').subscribe).toEqual([`${inboxPrefix('gateway')}.>`]);
    expect(busPermissions('access-gateway', '130000', 'access-gateway-x').subscribe).toEqual(['_INBOX.access-gateway-x.>']);
  });

  it('cannot delete, purge or change a stream', () => {
    for (const user of [...SERVICE_NAMES, 'gateway', 'access-gateway'] as const) {
      for (const verb of ['STREAM.DELETE', 'STREAM.PURGE', 'STREAM.UPDATE', 'STREAM.MSG.DELETE']) {
        expect(busPermissions(user, '130000').publish.some((pattern) => covers(pattern, `$JS.API.${verb}.EV_CATALOGUE`))).toBe(false);
      }
    }
  });
});
