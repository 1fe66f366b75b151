import { expect, it } from 'vitest';
import { loadPacks } from '../packs/load-packs.js';
import { diagramOf } from './diagram-of.js';

const shelf = loadPacks();

it('the diagram of a procedure shows who leads from where to where, extensions and ends included', () => {
  const verification = shelf.effective('hebei').procedures['verification'];
  if (verification === undefined) throw new Error('hebei has no verification');
  const lines = diagramOf(verification, 'en').split('\n');
  expect(lines[0]).toBe('stateDiagram-v2');
  expect(lines).toEqual(expect.arrayContaining([
    expect.stringMatching(/^ {2}\[\*\] --> SAME_LEVEL_AUTHORITY : .+ \(the requester \/ a child node\) \[hop=county\]$/),
    expect.stringMatching(/^ {2}FORWARDING --> PROVIDER_FEEDBACK : .+ \(this node's authority\)$/),
    expect.stringMatching(/^ {2}PROVIDER_FEEDBACK --> PROVIDER_FEEDBACK : .+ \(this node's authority\)$/),
    '  REPAIRED --> [*]',
  ]));
  expect(diagramOf(verification, 'zh')).toContain('需求部门');
});

it('every diagram of every pack has one line for each way, and labels without what would end them', () => {
  for (const pack of shelf.ids.map((id) => shelf.effective(id))) {
    for (const procedure of Object.values(pack.procedures)) {
      const rules = [procedure.begin, ...[...Object.values(procedure.steps), ...Object.values(procedure.ends)].flatMap(({ acts }) => Object.values(acts))];
      const ways = rules.reduce((count, { to }) => count + Math.max(to.length, 1), 0);
      for (const language of ['zh', 'en'] as const) {
        const lines = diagramOf(procedure, language).split('\n').slice(1);
        expect(lines.filter((line) => line.includes(' --> '))).toHaveLength(ways + Object.keys(procedure.ends).length);
        for (const line of lines) expect(line).toMatch(/^ {2}\S+ (--> \S+|: [^:;]+)( : [^:;]+)?$/);
      }
    }
  }
});
