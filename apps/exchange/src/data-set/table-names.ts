/*
 * A version's rows are a table named by the version's id, in a schema of its own. Its columns are named by their places (c0, c1, ...), so that no word from outside ever becomes SQL and no data item can
 * collide with a name PostgreSQL or we use.
 */
export const tableOf = (id: string): string => `dataset.v_${id.replaceAll('-', '')}`;
export const columnAt = (place: number): string => `c${String(place)}`;
