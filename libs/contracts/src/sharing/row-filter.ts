import { Choice, Text, Texts } from '../fields.js';

export const ROW_OPERATORS = ['EQUALS', 'IN', 'FROM', 'TO', 'STARTS_WITH'] as const;

/** One condition on a column; a row filter is a list of them, and a row must meet all. `IN` takes several values, every other operator one. */
export class RowCondition {
  @Text({ max: 63, description: 'Column of the entry' }) readonly column!: string;
  @Choice(ROW_OPERATORS, { description: 'FROM and TO include their value' }) readonly operator!: string;
  @Texts({ min: 1, most: 100, max: 200 }) readonly values!: string[];
}
