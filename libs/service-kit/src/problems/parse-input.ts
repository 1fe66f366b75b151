import { Problem, problems, type Constructor, type FieldFault } from '@gongshu/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

function faultsOf(errors: readonly ValidationError[], path: string): FieldFault[] {
  return errors.flatMap((error) => {
    const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, detail]) => ({ pointer, code, detail }));
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
  const input = plainToInstance(type, value);
  const faults = faultsOf(validateSync(input, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }), '');
  if (faults.length > 0) throw new Problem(problems.invalidInput, { errors: faults.slice(0, MOST_FAULTS) });
  return input;
}
