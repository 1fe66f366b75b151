/** Max-min fairness: who offers less than an equal part gets all of it, the others share the rest equally. */
export function fairShares(offered: readonly number[], capacity: number): number[] {
  const shares = offered.map(() => 0);
  const modestFirst = offered.map((perSecond, client) => ({ perSecond, client })).sort((a, b) => a.perSecond - b.perSecond);
  let left = capacity;
  for (const [at, { perSecond, client }] of modestFirst.entries()) {
    const share = Math.min(perSecond, left / (modestFirst.length - at));
    shares[client] = share;
    left -= share;
  }
  return shares;
}
