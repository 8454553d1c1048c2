export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The range of points to which predictions are limited. */
export const POINTS: Range = { min: 0, max: 60 };

export function clamp(value: number, { min, max }: Range): number {
  return Math.min(Math.max(value, min), max);
}
