const CELLS = 24;

export interface Share {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** Returns a text such as `██████░░░░░░ 27 of 108 dates`. */
export function progressBar({ done, total, unit }: Share): string {
  const full = total === 0 ? CELLS : Math.floor((CELLS * done) / total);
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${done} of ${total} ${unit}`;
}
