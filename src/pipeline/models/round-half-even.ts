const TIE_DIVISOR = 8;

/**
 * To two decimals, as Python's `round` does it: by the exact value of the number, and to the even neighbour where that lies half-way. Only
 * odd multiples of an eighth are half-way between two hundredths and exact in binary.
 */
export function roundHalfEven(value: number): number {
  const eighths = value * TIE_DIVISOR;
  if (!Number.isInteger(eighths) || eighths % 2 === 0) return Number(value.toFixed(2));
  const below = Math.floor(value * 100);
  return (below % 2 === 0 ? below : below + 1) / 100;
}
