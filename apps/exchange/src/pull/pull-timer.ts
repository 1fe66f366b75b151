/** Kind of the timer by which data are pulled; the key is the entry's id. */
export const PULL_TIMER = 'pull';
