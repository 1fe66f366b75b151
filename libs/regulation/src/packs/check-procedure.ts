import { own } from '../procedure/condition.js';
import { REMINDER } from '../procedure/reminder-day.js';
import type { ActRule, Condition, Procedure } from '../procedure/procedure.js';
import { BASIS_LEVELS, FACTS, type Unit } from '../vocabulary.js';
import type { ParameterValue } from './effective-pack.js';
import type { Lineage } from './lineage.js';

const DATED: readonly Unit[] = ['workingDays', 'dayOfYear', 'timesPerYear', 'timesPerMonth'];

/** Checks what a procedure refers to, and that each step can be reached and leads to an end. */
export function checkProcedure(procedure: Procedure, path: string, lineage: Lineage): void {
  const { begin, steps, ends, enabledBy } = procedure;
  if (enabledBy !== null) expectParameter(enabledBy, (value) => typeof value === 'boolean', 'true or false', `${path}.enabledBy`, lineage);
  checkAct(procedure, begin, `${path}.begin`, lineage);
  for (const [name, step] of Object.entries(steps)) {
    const at = `${path}.steps.${name}`;
    if (Object.hasOwn(ends, name)) lineage.fault(at, 'is both a step and an end');
    if (!Object.hasOwn(lineage.parameters, step.onLapse)) lineage.fault(`${at}.onLapse`, `unknown parameter ${step.onLapse}`);
    if (step.period !== null) {
      expectDated(step.period, `${at}.period`, lineage);
      expectPeriod(REMINDER, `${at}.period`, lineage);
    }
    if (step.periodSetBy !== null) {
      if (step.period === null) lineage.fault(`${at}.periodSetBy`, 'the step has no period to set');
      if (!Object.hasOwn(lineage.terms, step.periodSetBy)) lineage.fault(`${at}.periodSetBy`, `field without wording under "terms": ${step.periodSetBy}`);
    }
    if (step.startsOn !== 'entered') expectFact(step.startsOn.replace(/^fact\./, ''), `${at}.startsOn`, lineage);
    for (const [act, rule] of Object.entries(step.acts)) {
      checkAct(procedure, rule, `${at}.acts.${act}`, lineage);
      if (rule.extension !== null || rule.appliesForExtension) {
        if (step.period === null) lineage.fault(`${at}.acts.${act}`, 'the step has no period to extend');
        else expectPeriod(step.period, `${at}.acts.${act}`, lineage);
      }
    }
    const acts = Object.values(step.acts);
    if (acts.some((rule) => rule.appliesForExtension) && !acts.some((rule) => rule.extension !== null)) lineage.fault(at, 'an extension can be applied for that no act gives');
  }
  for (const [name, end] of Object.entries(ends)) {
    for (const [act, rule] of Object.entries(end.acts)) {
      checkAct(procedure, rule, `${path}.ends.${name}.acts.${act}`, lineage);
      if (rule.to.length === 0) lineage.fault(`${path}.ends.${name}.acts.${act}`, 'an end has no period to extend');
    }
  }
  checkWays(procedure, path, lineage);
}

function checkAct({ steps, ends }: Procedure, rule: ActRule, path: string, lineage: Lineage): void {
  const conditions = [...rule.to, ...rule.requires, ...rule.forbids, ...(rule.basis === null ? [] : [rule.basis])];
  for (const { when } of conditions) checkCondition(when, path, lineage);
  for (const { step } of rule.to) {
    if (!Object.hasOwn(steps, step) && !Object.hasOwn(ends, step)) lineage.fault(`${path}.to`, `unknown next step ${step}`);
  }
  for (const { enabledBy, field } of rule.forbids) {
    if (field !== null && !Object.hasOwn(lineage.terms, field)) lineage.fault(`${path}.forbids`, `field without wording under "terms": ${field}`);
    if (enabledBy !== null) expectParameter(enabledBy, (value) => typeof value === 'boolean', 'true or false', `${path}.forbids`, lineage);
  }
  if (rule.basis !== null) {
    expectParameter(rule.basis.levels, (value) => typeof value === 'object' && value.every((level) => Object.hasOwn(BASIS_LEVELS, level)), 'a list of basis levels', `${path}.basisLevels`, lineage);
  }
  if (rule.extension !== null) {
    expectPeriod(rule.extension.days, `${path}.extension.days`, lineage);
    expectParameter(rule.extension.count, (value) => typeof value === 'number', 'a number', `${path}.extension.count`, lineage);
  }
}

function checkCondition(when: Condition | null, path: string, lineage: Lineage): void {
  for (const key of Object.keys(when ?? {})) {
    const field = /^content\.(.+)$/.exec(key)?.[1];
    if (field === undefined) expectFact(key, path, lineage);
    else if (!Object.hasOwn(lineage.terms, field)) lineage.fault(path, `condition on a field without wording under "terms": ${field}`);
  }
}

function expectFact(name: string, path: string, lineage: Lineage): void {
  if (!Object.hasOwn(FACTS, name)) lineage.fault(path, `unknown fact ${name}; known: ${Object.keys(FACTS).join(', ')}`);
}

/** Forwards from the beginning, then backwards from the ends. */
function checkWays({ begin, steps, ends }: Procedure, path: string, lineage: Lineage): void {
  const next = (name: string): string[] => Object.values((own(steps, name) ?? own(ends, name))?.acts ?? {}).flatMap((act) => act.to.map(({ step }) => step));
  const reached = new Set(begin.to.map(({ step }) => step));
  for (const name of reached) for (const step of next(name)) reached.add(step);
  const ending = new Set(Object.keys(ends));
  for (let grown = true; grown; ) {
    const more = Object.keys(steps).filter((name) => !ending.has(name) && next(name).some((step) => ending.has(step)));
    for (const name of more) ending.add(name);
    grown = more.length > 0;
  }
  for (const name of Object.keys(steps)) {
    if (!reached.has(name)) lineage.fault(`${path}.steps.${name}`, 'cannot be reached from the beginning');
    if (!ending.has(name)) lineage.fault(`${path}.steps.${name}`, 'leads to no end');
  }
  for (const name of Object.keys(ends)) if (!reached.has(name)) lineage.fault(`${path}.ends.${name}`, 'cannot be reached from the beginning');
}

function expectDated(key: string, path: string, lineage: Lineage): void {
  const found = own(lineage.parameters, key);
  if (found === undefined) lineage.fault(path, `unknown parameter ${key}`);
  else if (!DATED.includes(found.unit)) lineage.fault(path, `parameter ${key} is neither a period nor a date`);
}

function expectPeriod(key: string, path: string, lineage: Lineage): void {
  expectParameter(key, (value) => typeof value === 'number', 'a number', path, lineage);
  if (Object.hasOwn(lineage.parameters, key) && lineage.parameters[key]?.unit !== 'workingDays') lineage.fault(path, `parameter ${key} is not in working days`);
}

function expectParameter(key: string, fits: (value: ParameterValue) => boolean, what: string, path: string, lineage: Lineage): void {
  const found = Object.hasOwn(lineage.parameters, key) ? lineage.parameters[key] : undefined;
  if (found === undefined) lineage.fault(path, `unknown parameter ${key}`);
  else if (!fits(found.value)) lineage.fault(path, `parameter ${key} must be ${what}`);
}
