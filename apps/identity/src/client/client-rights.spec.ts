import { describe, expect, it } from 'vitest';
import { rightsOf } from './client-rights.js';
import type { Client } from './client.store.js';

const system: Client = { clientId: 'c', organisationId: 'o', roles: ['DATA_ADMINISTRATOR'], secret: { salt: '', hash: '' }, active: true, personId: null, scope: null, expiresOn: null, generation: 0 };
const nobody = { duties: [], namedAuthority: false };

describe('the rights of a client', () => {
  it('of a system are its roles', () => {
    expect(rightsOf(system, nobody, '2026-03-02')).toEqual({ roles: ['DATA_ADMINISTRATOR'], scope: null, notAfter: null });
    expect(rightsOf({ ...system, active: false }, nobody, '2026-03-02')).toBeNull();
  });

  it('of a person are those of the duties held, and end with them', () => {
    const bound: Client = { ...system, personId: 'wang', roles: ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER'] };
    expect(rightsOf(bound, { ...nobody, duties: ['CATALOGUE_REVIEWER'] }, '2026-03-02')?.roles).toEqual(['CATALOGUE_REVIEWER']);
    expect(rightsOf(bound, { ...nobody, duties: ['CATALOGUE_COMPILER'] }, '2026-03-02')?.roles).toEqual(['DATA_ADMINISTRATOR']);
    expect(rightsOf(bound, nobody, '2026-03-02')).toBeNull();
  });

  it('of a named authority’s administrators include its role, never those of its contractors or auditors', () => {
    const named = { ...nobody, namedAuthority: true };
    expect(rightsOf(system, named, '2026-03-02')?.roles).toEqual(['DATA_ADMINISTRATOR', 'DATA_AUTHORITY']);
    expect(rightsOf({ ...system, scope: ['data.rows'] }, named, '2026-03-02')?.roles).toEqual(['DATA_ADMINISTRATOR']);
    expect(rightsOf({ ...system, roles: ['AUDITOR'] }, named, '2026-03-02')?.roles).toEqual(['AUDITOR']);
  });

  it('of a contractor end with its last day in China', () => {
    const contractor: Client = { ...system, scope: ['data.rows'], expiresOn: '2026-03-02' };
    expect(rightsOf(contractor, nobody, '2026-03-02')?.notAfter).toBe(Date.parse('2026-03-02T16:00:00Z') / 1000);
    expect(rightsOf(contractor, nobody, '2026-03-03')).toBeNull();
  });
});
