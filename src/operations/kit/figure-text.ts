const PERCENT = 100;

/** Formats a share from 0 to 1 as a percentage: `56.4 %`. */
export function percent(share: number): string {
  return `${(share * PERCENT).toFixed(1)} %`;
}

/** Formats a share as a percentage with its sign: `+4.1 %`, `−0.8 %`. A percentage of zero has no sign. */
export function signedPercent(share: number): string {
  return `${signed(share * PERCENT, 1)} %`;
}

/** Formats a number with its sign and a real minus: `+2.3`, `−0.4`. A number that rounds to zero has no sign. */
export function signed(number: number, digits: number): string {
  const magnitude = Math.abs(number).toFixed(digits);
  if (Number(magnitude) === 0) return magnitude;
  return number < 0 ? `−${magnitude}` : `+${magnitude}`;
}
