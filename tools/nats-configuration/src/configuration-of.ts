import { parse } from 'yaml';
import { natsConfiguration, SERVICE_NAMES, type NatsParties } from '@gongshu/contracts';

const BUS_USERS = [...SERVICE_NAMES, 'gateway'] as const;
const CODE = /^\d{6}$/;
const FEWEST_CHARACTERS = 16;

/** Where a password is found by the name that a parties file gives for it. */
export type PasswordSource = Readonly<Record<string, string | undefined>>;

/**
 * The accounts of a node's NATS server, from a parties file: who may connect, and for each the *name* of its password.
 *
 * @throws Error with every fault of the file and every password that is absent or shorter than 16 characters
 */
export function configurationOf(partiesYaml: string, passwords: PasswordSource): string {
  const file = new Reading(record(parse(partiesYaml)), passwords);
  const named = record(file.given['passwords']);
  const parties: NatsParties = {
    node: file.code(file.given['node'], 'node'),
    passwords: Object.fromEntries(BUS_USERS.map((user) => [user, file.password(named[user], `passwords.${user}`)])) as NatsParties['passwords'],
    federationPassword: file.password(file.given['federation'], 'federation'),
    children: file.others('children'),
    accessGateways: file.others('accessGateways'),
  };
  for (const key of Object.keys(file.given)) if (!['node', 'passwords', 'federation', 'children', 'accessGateways'].includes(key)) file.faults.push(`${key} is not known`);
  for (const user of Object.keys(named)) if (!BUS_USERS.some((known) => known === user)) file.faults.push(`passwords.${user} is not a user of the bus`);
  file.refuseTwice([...parties.children, ...parties.accessGateways].map(({ code }) => code));
  if (file.faults.length > 0) throw new Error(`Parties: ${file.faults.join('; ')}`);
  return natsConfiguration(parties);
}

class Reading {
  readonly faults: string[] = [];

  constructor(
    readonly given: Readonly<Record<string, unknown>>,
    private readonly source: PasswordSource,
  ) {}

  code(value: unknown, place: string): string {
    if (typeof value === 'string' && CODE.test(value)) return value;
    this.faults.push(`${place} must be a division code of six digits in quotes`);
    return '';
  }

  password(name: unknown, place: string): string {
    if (typeof name !== 'string') {
      this.faults.push(`${place} must name a password`);
      return '';
    }
    const password = this.source[name] ?? '';
    if (password.length < FEWEST_CHARACTERS) this.faults.push(`${name} (${place}) is not set, or shorter than ${String(FEWEST_CHARACTERS)} characters`);
    return password;
  }

  others(key: 'children' | 'accessGateways'): { code: string; password: string }[] {
    const list = this.given[key] ?? [];
    if (!Array.isArray(list)) {
      this.faults.push(`${key} must be a list`);
      return [];
    }
    return list.map(record).map(({ code, password }, index) => ({
      code: this.code(code, `${key}.${String(index)}.code`),
      password: this.password(password, `${key}.${String(index)}.password`),
    }));
  }

  refuseTwice(codes: readonly string[]): void {
    for (const code of new Set(codes.filter((code, index) => codes.indexOf(code) !== index))) this.faults.push(`${code} is named twice`);
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
