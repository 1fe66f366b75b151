import { DELIVERY_FORMS, isId, Problem, problems, type FieldFault, type PermitAsk, type PermitClosing } from '@gongshu/contracts';

/* What `PermitAsk` and `PermitClosing` say of their fields, checked by hand: on the data path a general validator costs more than the permit itself. */

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

type Check = (value: unknown) => boolean;
type Checks<T> = Readonly<Record<keyof T, Check>>;

const text = (max: number): Check => (value) => typeof value === 'string' && value.length >= 1 && value.length <= max && !CONTROL.test(value);
const whole = (min: number, max: number): Check => (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
const oneOf = (...words: readonly string[]): Check => (value) => typeof value === 'string' && words.includes(value);
const optional = (check: Check): Check => (value) => value === undefined || check(value);
const texts = (most: number, max: number): Check => (value) =>
  Array.isArray(value) && value.length >= 1 && value.length <= most && value.every((item) => typeof item === 'string' && item.length <= max && !CONTROL.test(item));
export const isToken = text(8000);

const ask: Checks<PermitAsk> = {
  token: isToken,
  grantId: isId,
  scenario: optional(text(500)),
  purpose: optional(text(500)),
  columns: optional(texts(300, 63)),
  form: oneOf(...DELIVERY_FORMS),
  limit: optional(whole(1, 100_000)),
  query: optional(text(64)),
  businessCase: optional(text(200)),
  traceparent: text(64),
};
const closing: Checks<PermitClosing> = {
  permitId: isId,
  state: oneOf('COMPLETED', 'FAILED'),
  rows: optional(whole(0, 1_000_000_000)),
  bytes: whole(0, 9_000_000_000_000),
  digest: optional(text(200)),
  documentDigest: optional(text(200)),
  dataVersion: optional(whole(1, 1_000_000)),
};

function faultsOf<T extends object>(checks: Checks<T>, value: T, path: string): FieldFault[] {
  const faults = Object.keys(value).filter((name) => !Object.hasOwn(checks, name));
  for (const name in checks) if (!checks[name](value[name])) faults.push(name);
  return faults.map((name) => ({ pointer: `${path}/${name}`, code: 'invalid', detail: `${name} is not as the contract says` }));
}

/** @throws Problem `input/invalid` with a pointer to each field at fault, for this call alone */
export function askMustBeWellFormed(value: PermitAsk): void {
  const errors = faultsOf(ask, value, '');
  if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
}

/** @throws Problem `input/invalid` for the message: closings come from the gateway itself, so a faulty one is a defect to be seen */
export function closingsMustBeWellFormed(values: readonly PermitClosing[]): void {
  const errors = values.flatMap((value, index) => faultsOf(closing, value, `/closings/${String(index)}`));
  if (errors.length > 0) throw new Problem(problems.invalidInput, { errors: errors.slice(0, 50) });
}
