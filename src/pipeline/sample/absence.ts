import { type RandomSource, randomInteger, seededRandom } from './random.ts';

const REASONS = [
  'Ankle; Sprain',
  'Knee; Soreness',
  'Hamstring; Tightness',
  'Illness',
  'Back; Spasms',
  'Rest',
  'Calf; Strain',
];
const HEALTHY_DAYS = [20, 110] as const;
const SHORT_DAYS = [1, 6] as const;
const LONG_DAYS = [10, 30] as const;
const LONG_SHARE = 0.12;
const DAY_MS = 86_400_000;
/**
 * The day from which absences of the sample league are generated. It is fixed, so that absences do not depend on the
 * generated calendar.
 */
const BEGINNING = '2020-01-01';
/** The number of days for which the absences of the sample league are generated together. */
const YEAR_DAYS = 365;

/**
 * Returns the reason why a player of the sample league is out on a date, or undefined when he can play. At any time
 * about one player in twelve is out.
 */
export function absenceOn(seed: string, playerId: string, date: string): string | undefined {
  const day = (Date.parse(date) - Date.parse(BEGINNING)) / DAY_MS;
  const year = Math.floor(day / YEAR_DAYS);
  const random = seededRandom(`${seed}/absence/${playerId}/${year}`);
  let next = year * YEAR_DAYS + Math.floor(random() * HEALTHY_DAYS[1]);
  for (;;) {
    const end = next + spellDays(random);
    const reason = REASONS[randomInteger(random, [0, REASONS.length - 1])];
    if (day < next) return;
    if (day < end) return reason;
    next = end + randomInteger(random, HEALTHY_DAYS);
  }
}

function spellDays(random: RandomSource): number {
  return randomInteger(random, random() < LONG_SHARE ? LONG_DAYS : SHORT_DAYS);
}
