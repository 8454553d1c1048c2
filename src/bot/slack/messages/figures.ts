const SECONDS_A_MINUTE = 60;
const MINUTES_AN_HOUR = 60;

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** Formats a number with one decimal: `24.5`, `7.0`. */
export function points(number: number): string {
  return number.toFixed(1);
}

/** Formats a duration: `3.2 s`, `4 min 10 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < SECONDS_A_MINUTE) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / SECONDS_A_MINUTE);
  if (minutes < MINUTES_AN_HOUR) return `${minutes} min ${Math.floor(seconds % SECONDS_A_MINUTE)} s`;
  return `${Math.floor(minutes / MINUTES_AN_HOUR)} h ${minutes % MINUTES_AN_HOUR} min`;
}

/** Turns a code from the data into words: `player_injury_out` becomes `player injury out`. */
export function inWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** Formats a number with two decimals: `4.61`. */
export function hundredths(number: number): string {
  return number.toFixed(2);
}
