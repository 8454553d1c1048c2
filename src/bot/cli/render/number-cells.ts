const PERCENT = 100;

/** Returns a number with at most the given decimals, for a column of numbers; null for a missing value. */
export function roundedCell(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits)) + 0;
}

/** Returns a share from 0 to 1 in percent, for a column whose heading has the percent sign; null for a missing value. */
export function percentCell(share: number | null): number | null {
  return share === null ? null : roundedCell(share * PERCENT, 1);
}
