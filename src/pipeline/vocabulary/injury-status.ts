import { vocabulary } from './vocabulary.ts';

/**
 * Whether a player plays, as an injury report says it. `not submitted` means that his team has not reported yet.
 * `unknown` stands for a text that Tipoff does not know. It counts as questionable, and its player is never a pick.
 */
export type InjuryStatus = 'out' | 'doubtful' | 'questionable' | 'probable' | 'available' | 'not submitted' | 'unknown';

const statusOf = vocabulary<Exclude<InjuryStatus, 'unknown'>>({
  out: [
    ...[
      'O',
      'OUT-INJ',
      'ruled out',
      'will not play',
      'INJ',
      'INJURED',
      'not playing',
      'out injured',
      'out (injury)',
      'injured',
    ],
    ...['out for season', 'out for the season', 'OFS', 'season-ending', 'out for year', 'out for the year'],
    ...[
      'out indefinitely',
      'indefinitely',
      'indefinite',
      'out long-term',
      'long-term',
      'week-to-week',
      'month-to-month',
    ],
    ...['inactive', 'INACT', 'not active', 'ineligible', 'IA', 'INA', 'DNP', 'did not play', 'scratch', 'scratched'],
    ...['not with team', 'NWT', 'away from team', 'personal', 'personal reasons', 'out - personal', 'bereavement'],
    ...['suspension', 'suspended', 'SUSP', 'SSPD', 'league suspension', 'team suspension'],
    ...['rest', 'resting', 'out - rest', 'load management', 'injury management'],
    ...[
      'G League',
      'G-League assignment',
      'G League two-way',
      'two-way',
      'two-way assignment',
      'on assignment',
      'assigned',
    ],
    ...['IR', 'IL', 'injured reserve', 'injured list', 'injury list', 'IL-R', 'DL', 'disabled list', 'reserve'],
    ...['health and safety protocols', 'protocols', 'COVID-19', 'COVID', 'concussion protocol', 'waived', 'released'],
    ...['not injury related', 'NIR', 'retired', 'sidelined', 'unavailable', 'not available', 'OFI', 'OUT-S'],
  ],
  doubtful: ['D', 'DBT', 'DOUB', 'unlikely', 'unlikely to play', 'not expected to play'],
  questionable: [
    ...['Q', 'QUES', 'QST', 'day-to-day', 'DTD', 'DD', 'D2D', 'day to day'],
    ...[
      'game-time decision',
      'game time decision',
      'gametime decision',
      'GTD',
      'game-time',
      'uncertain',
      '50-50',
      'limited',
    ],
    ...['TBD', 'to be determined', 'to be evaluated', 'under evaluation'],
  ],
  probable: ['P', 'PROB', 'PRB', 'likely', 'likely to play', 'expected to play', 'expected'],
  available: [
    ...[
      'A',
      'AVAIL',
      'active',
      'ACT',
      'healthy',
      'cleared',
      'will play',
      'playing',
      'in',
      'full go',
      'starting',
      'probable - available',
    ],
    ...['off injury report', 'removed from injury report', 'upgraded to available', 'returned'],
  ],
  'not submitted': ['NYS', 'not yet submitted', 'not reported', 'report not submitted', 'pending', 'awaiting report'],
});

/** A status that starts with one of these words and continues with details, such as `Out (left ankle)`. */
const LEADING_WORD =
  /^(out|doubtful|questionable|probable|available|inactive|suspended|day-to-day|game[- ]time decision|gtd)\b/i;

/**
 * Returns the status that a report's text means: the whole text, or its leading word when details follow. A text outside
 * the vocabulary is `unknown`.
 */
export function injuryStatusOf(written: string): InjuryStatus {
  const leading = LEADING_WORD.exec(written.trim())?.[1];
  return statusOf(written) ?? (leading === undefined ? undefined : statusOf(leading)) ?? 'unknown';
}
