import { Problem, problems, type FieldFault } from '@gongshu/contracts';

/** Parameters of a call to the data plane, each known and there once. Faults gather until `refuseFaults`. */
export class OwnParameters {
  private readonly faults: FieldFault[] = [];

  constructor(
    private readonly parameters: URLSearchParams,
    known: (name: string) => boolean,
  ) {
    const seen = new Set<string>();
    for (const name of parameters.keys()) {
      if (!known(name)) this.fault(name, 'unknown-parameter', 'no such parameter');
      else if (seen.has(name)) this.fault(name, 'repeated', 'the parameter is there twice');
      seen.add(name);
    }
  }

  get(name: string): string | null {
    return this.parameters.get(name);
  }

  whole(name: string, min: number, max: number): number | null {
    const text = this.parameters.get(name);
    if (text === null) return null;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.fault(name, 'isInt', `a whole number from ${String(min)} to ${String(max)} is expected`);
    return null;
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | null {
    const text = this.parameters.get(name);
    if (text === null) return null;
    const word = words.find((one) => one === text);
    if (word === undefined) this.fault(name, 'isIn', `one of ${words.join(', ')} is expected`);
    return word ?? null;
  }

  fault(name: string, code: string, detail: string): void {
    this.faults.push({ pointer: `/${name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`, code, detail });
  }

  /** @throws Problem `input/invalid` */
  refuseFaults(): void {
    if (this.faults.length > 0) throw new Problem(problems.invalidInput, { errors: this.faults.slice(0, 50) });
  }
}
