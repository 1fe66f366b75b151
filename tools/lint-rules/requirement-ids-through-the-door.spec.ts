import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, it } from 'vitest';
import { requirementIdsThroughTheDoor } from './requirement-ids-through-the-door.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const filename = 'apps/sharing/src/grant/decide-grant.it.spec.ts';
const speaks = "expect(await t.ask(getGrant, { id })).toBe(1);";
const accepted = (name: string, code: string) => ({ name: `accepts ${name}`, code, filename });
const refused = (name: string, messageId: 'place' | 'silent' | 'expectsNothing', code: string, path = filename) => ({ name: `refuses ${name}`, code, filename: path, errors: [{ messageId }] });

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('requirement-ids-through-the-door', requirementIdsThroughTheDoor, {
  valid: [
    accepted('a test that asks a service and expects something', `it('[HEB-19-2] states', async () => { ${speaks} });`),
    accepted('one that speaks through functions of the file', `
      const submit = (entry) => t.ask(submitRequest, entry);
      async function atProvider() { return (await submit({})).id; }
      it('[HEB-19-2] states', async () => { expect(await atProvider()).toBe(1); });`),
    accepted('one that hands a speaking function over', `
      const listed = async () => t.ask(findEntries, {});
      it('[HEB-19-2] states', async () => { expect(await eventually(listed)).toBe(1); });`),
    accepted('one that speaks through an object of the file', `
      const api = { async read(id) { return fetch(base + id); } };
      it('[HEB-19-2] states', async () => { expect(await api.read(1)).toBe(1); });`),
    accepted('one whose expectations are in a function of the file', `
      const check = (answer) => expect(answer).toBe(1);
      it('[HEB-19-2] states', async () => { check(await t.askWithToken(getGrant, {}, token)); });`),
    accepted('one whose function stands elsewhere in the file', `
      async function run() { ${speaks} }
      it('[HEB-19-2] states', run);`),
    accepted('one that announces an event', "it('[HEB-19-2] states', async () => { await t.announce(entryPublished, id, {}); expect(t.seen(x)).toEqual([]); });"),
    accepted('one that speaks REST', "it('[HEB-19-2] states', { timeout: 9 }, async () => { expect(await party.post('/v1/grants', {})).toBe(1); });"),
    accepted('one that speaks REST to an address in a template', "it('[HEB-19-2] states', async () => { expect(await http.get(`${base}/v1/grants`)).toBe(1); });"),
    accepted('one that calls a neighbouring node', "it('[HEB-19-2] states', async () => { await expect(link.call('130000', 'push', {})).rejects.toThrow(); });"),
    accepted('a table of tests that speak', `it.each([1, 2])('[HEB-19-2] states %d', async (n) => { ${speaks} });`),
    accepted('a suite with an id whose tests all speak', `describe('[HEB-19-2]', () => { it('a', async () => { ${speaks} }); it('b', async () => { ${speaks} }); });`),
    accepted('a silent test without an id beside one that carries it', `it('adds', () => {}); it('[HEB-19-2] states', async () => { ${speaks} });`),
    accepted('what only looks like a title', "const told = '[HEB-19-2]'; say(told);"),
  ],
  invalid: [
    refused('an id on a pure test', 'place', `it('[HEB-19-2] states', async () => { ${speaks} });`, 'apps/sharing/src/grant/decide-grant.spec.ts'),
    refused('an id on a table of pure tests', 'place', `it.each([1, 2])(\`[HEB-19-2] states %d\`, async () => { ${speaks} });`, 'apps/sharing/src/grant/decide-grant.spec.ts'),
    refused('an id on a pure suite', 'place', `describe('[HEB-19-2]', () => { it('a', async () => { ${speaks} }); });`, 'apps/sharing/src/grant/decide-grant.spec.ts'),
    refused('a test that computes', 'silent', "it('[HEB-19-2] states', () => { expect(decide({})).toBe(1); });"),
    refused('a test for which only a hook speaks', 'silent', `
      let grant;
      describe('grants', () => {
        beforeAll(async () => { grant = await t.ask(getGrant, {}); });
        it('[HEB-19-2] states', () => { expect(grant.state).toBe('ACTIVE'); });
      });`),
    refused('a test that looks something up in a map', 'silent', "it('[HEB-19-2] states', () => { expect(grants.get(id)).toBe(1); });"),
    refused('a test that reads the database alone', 'silent', "it('[HEB-19-2] states', async () => { expect(await t.query('SELECT 1')).toEqual([]); });"),
    refused('a test that names a property like a speaking function', 'silent', `
      const submit = () => t.ask(submitRequest, {});
      it('[HEB-19-2] states', () => { expect(decide({ submit: true }).submit).toBe(1); });`),
    refused('a test borrowing a function', 'silent', "it('[HEB-19-2] states', () => { expect(read.call(grant)).toBe(1); });"),
    refused('a test without a function', 'silent', "it.todo('[HEB-19-2] states');"),
    refused('a silent test under a suite with an id', 'silent', `describe('[HEB-19-2]', () => { it('a', () => { expect(1).toBe(1); }); it('b', async () => { ${speaks} }); });`),
    refused('a silent test with an id in its table', 'silent', "it.each([['[HEB-19-2]', 3]])('%s states', (_id, days) => { expect(days).toBe(3); });"),
    refused('a silent test with an id in a constant', 'silent', "const cases = [{ id: '[HEB-19-2]' }]; it.each(cases)('$id states', () => { expect(1).toBe(1); });"),
    refused('a test that speaks and expects nothing', 'expectsNothing', "it('[HEB-19-2] states', async () => { await t.ask(getGrant, {}); });"),
  ],
});
