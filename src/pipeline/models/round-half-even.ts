const TIE_DIVISOR = 8;

/**
 * Rounds to two decimals like Python's `round`: it uses the exact binary value and rounds a tie to the even neighbour.
 * In binary, only odd multiples of 1/8 are exact ties between two hundredths.
 */
export function roundHalfEven(value: number): number {
  const eighths = value * TIE_DIVISOR;
  if (!Number.isInteger(eighths) || eighths % 2 === 0) return Number(value.toFixed(2));
  const below = Math.floor(value * 100);
  return (below % 2 === 0 ? below : below + 1) / 100;
}
