/**
 * The parts that weights make of the whole, in percent with one decimal place. They add up to 100: what rounding leaves over goes to those
 * that it would have taken most from. All are 0 where no weight is more.
 */
export function sharesInPercent(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, one) => sum + one, 0)
  if (total === 0) return weights.map(() => 0)
  const exact = weights.map((one) => (one / total) * 1_000)
  const shares = exact.map(Math.floor)
  const missing = 1_000 - shares.reduce((sum, one) => sum + one, 0)
  const lost = (at: number) => (exact[at] ?? 0) - (shares[at] ?? 0)
  const byLoss = weights.map((_, at) => at).toSorted((one, other) => lost(other) - lost(one))
  const given = new Set(byLoss.slice(0, missing))
  return shares.map((one, at) => (one + (given.has(at) ? 1 : 0)) / 10)
}
