/** When a signing key was made, and from when on it signs: milliseconds since the epoch. */
export interface KeyTimes {
  readonly kid: string;
  readonly signsFrom: number;
}

/** Verifiers' clocks may be behind by so much. */
const LEEWAY_MILLISECONDS = 60_000;

const newestFirst = <T extends KeyTimes>(keys: readonly T[]): T[] => [...keys].sort((a, b) => b.signsFrom - a.signsFrom || (a.kid < b.kid ? -1 : 1));

/** The key that signs now: the newest whose time has come, or the oldest on a machine whose clock went back. */
export function signingKeyAt<T extends KeyTimes>(keys: readonly T[], now: number): T | undefined {
  const ordered = newestFirst(keys);
  return ordered.find(({ signsFrom }) => signsFrom <= now) ?? ordered.at(-1);
}

/** Until when a key is published that is followed by another: its last token has run out by then. */
export function publishedUntil(successorSignsFrom: number, tokenSeconds: number): number {
  return successorSignsFrom + tokenSeconds * 1000 + LEEWAY_MILLISECONDS;
}

/** Keys that verify now: the one that signs first, those that will sign, and those whose last tokens may still be about. */
export function publishedKeysAt<T extends KeyTimes>(keys: readonly T[], now: number, tokenSeconds: number): T[] {
  const ordered = newestFirst(keys);
  const current = signingKeyAt(ordered, now);
  const others = ordered.filter((key, n) => {
    const successor = ordered[n - 1];
    return key !== current && (successor === undefined || publishedUntil(successor.signsFrom, tokenSeconds) > now);
  });
  return current === undefined ? others : [current, ...others];
}
