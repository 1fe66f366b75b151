import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPacks, mayRunNode, type Level } from '@gongshu/regulation';
import { loadTopology } from './topology.js';

const ROOT = join(import.meta.dirname, '../../..');
const packs = loadPacks();
const ids = readdirSync(join(ROOT, 'deploy/topologies')).map((name) => name.replace('.yaml', ''));

const repeated = (values: readonly unknown[]): unknown[] => values.filter((value, at) => values.indexOf(value) !== at);

describe.each(ids)('the topology %s', (id) => {
  const { nodes, organisations, parties } = loadTopology(ROOT, id);

  it('has below each node only such as its pack allows there', () => {
    for (const { code, level, kind, parent, constructionPlan } of nodes) {
      const above = nodes.find((node) => node.code === parent);
      if (above === undefined) continue;
      const answer = mayRunNode(packs.effective(above.pack), { level: level as Level, kind, constructionPlanReviewed: constructionPlan !== undefined });
      expect(answer, code).toMatchObject({ allowed: true });
    }
  });

  it('names nothing twice and nothing that is not there', () => {
    expect(repeated(nodes.flatMap(({ ports }) => Object.values(ports)))).toEqual([]);
    for (const names of [nodes.map(({ code }) => code), organisations.flatMap((one) => [one.id, one.uscc]), parties.map(({ clientId }) => clientId)]) expect(repeated(names)).toEqual([]);
    const codes = nodes.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([...organisations.map(({ node }) => node), ...parties.map(({ at }) => at)]));
    expect(organisations.map((one) => one.id)).toEqual(expect.arrayContaining(parties.map(({ organisation }) => organisation)));
  });
});

it('an unknown topology is refused with those there are', () => {
  expect(() => loadTopology(ROOT, 'atlantis')).toThrow(/hebei, jian, liaoning, weihai/);
});
