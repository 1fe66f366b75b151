export { isNaiveWorkingDay, naiveCalendar, naiveLastDay, naiveLocalDay, type NaiveCalendar } from './naive-clock.js';
export { endsOf, naiveStep, waysOf, type NaiveAct, type WrittenWay } from './naive-interpreter.js';
export { NOT_REGULATED, writtenMachines } from './written-machines.js';
