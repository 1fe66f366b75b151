import { describe, expect, it } from 'vitest';
import { natsConfiguration, SERVICE_NAMES } from '@gongshu/contracts';
import { configurationOf } from './configuration-of.js';

const users = [...SERVICE_NAMES, 'gateway'];
const parties = ['node: "130000"', 'passwords:', ...users.map((user) => `  ${user}: P_${user}`), 'federation: P_OWN', 'children:', '  - { code: "130100", password: P_CHILD }'].join('\n');
const passwords = { ...Object.fromEntries(users.map((user) => [`P_${user}`, `the password of ${user}`])), P_OWN: 'password of the node', P_CHILD: 'password of the child' };

describe('configurationOf', () => {
  it('is the contracts’ configuration with the passwords that the file names', () => {
    expect(configurationOf(parties, passwords)).toBe(
      natsConfiguration({
        node: '130000',
        passwords: Object.fromEntries(users.map((user) => [user, `the password of ${user}`])) as Parameters<typeof natsConfiguration>[0]['passwords'],
        federationPassword: 'password of the node',
        children: [{ code: '130100', password: 'password of the child' }],
        accessGateways: [],
      }),
    );
  });

  it('names every fault at once, and no password', () => {
    const faulty = parties.replace('"130000"', '13').replace('  gateway: P_gateway\n', '').concat('\n  - { code: "130100", password: P_SHORT }\nguests: []');
    const refusal = (): string => configurationOf(faulty, { ...passwords, P_SHORT: 'secret', P_audit: undefined });
    expect(refusal).toThrow(/^Parties: .*node must be.*passwords\.gateway must name.*/);
    for (const fault of [/P_audit \(passwords\.audit\) is not set/, /P_SHORT \(children\.1\.password\) .*shorter than 16/, /guests is not known/, /130100 is named twice/]) expect(refusal).toThrow(fault);
    expect(refusal).not.toThrow(/"secret"|\bsecret\b/);
  });

  it('refuses a file that is no mapping', () => {
    expect(() => configurationOf('- 1', passwords)).toThrow(/node must be a division code/);
  });
});
