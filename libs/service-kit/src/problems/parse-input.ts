import { Problem, problems, type Constructor, type FieldFault } from '@gongshu/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { unacceptable } from './unacceptable.js';

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function faultsOf(errors: readonly ValidationError[], path: string): FieldFault[] {
  return errors.flatMap((error) => {
    const pointer = `${path}/${escaped(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, detail]) =>
      error.value === undefined ? { pointer, code: 'required', detail: `${error.property} is required` } : { pointer, code, detail },
    );
    return [...own, ...faultsOf(error.children ?? [], pointer)];
  });
}

const MOST_FAULTS = 50;

/**
 * Turns what came over the wire into the contract's input class.
 *
 * @throws Problem `input/invalid` with a pointer to each field at fault; unknown fields are faults.
 */
export function parseInput<T extends object>(type: Constructor<T>, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '', code: 'isObject', detail: 'a JSON object is expected' }] });
  }
  const first = unacceptable(value);
  if (first !== null) throw new Problem(problems.invalidInput, { errors: [{ pointer: first.path.map((name) => `/${escaped(name)}`).join(''), code: first.code, detail: first.detail }] });
  const input = plainToInstance(type, value);
  const faults = contractFaults(input);
  if (faults.length > 0) throw new Problem(problems.invalidInput, { errors: faults.slice(0, MOST_FAULTS) });
  return input;
}

/** What in an instance of a contract's class is not as the class says; a field it does not name is a fault too. */
export function contractFaults(instance: object): FieldFault[] {
  return faultsOf(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false, stopAtFirstError: true }), '');
}
