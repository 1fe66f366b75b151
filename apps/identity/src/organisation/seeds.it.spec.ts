import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { findOrganisations, registerOrganisation, type Organisation } from '@gongshu/contracts';
import { IdentityOffice } from '@gongshu/testing';
import { identityService } from '../index.js';

interface Seeds {
  readonly pack: string;
  readonly node: { readonly code: string; readonly name: string; readonly level: string };
  readonly organisations: readonly (Organisation & { readonly article: string; readonly duty: string })[];
}

const folder = new URL('../../../../deploy/seeds/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

it('there are seeds for each of the five regulations', () => {
  expect(files.sort()).toEqual(['fushun.yaml', 'hebei.yaml', 'jian.yaml', 'liaoning.yaml', 'weihai.yaml']);
});

it.each(files)('every organisation of %s may be registered under its pack', async (file) => {
  const { pack, node, organisations } = parse(readFileSync(new URL(file, folder), 'utf8')) as Seeds;
  const office = await IdentityOffice.open(identityService, { ...node, pack });
  try {
    const token = await office.token('platform-operator');
    for (const { article: _article, duty: _duty, ...organisation } of organisations) await office.t.askWithToken(registerOrganisation, organisation, token);
    const { items } = await office.t.askWithToken(findOrganisations, { limit: 200 }, token);
    expect(items.map(({ id }) => id)).toEqual([...organisations.map(({ id }) => id), `${node.code}-platform`].sort());
  } finally {
    await office.stop();
  }
});
