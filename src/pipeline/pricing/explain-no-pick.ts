import type { NoPickReason } from './choose-pick.ts';

/** Explains a missing pick. The text fits after `because`. */
export function explainNoPick(reason: NoPickReason): string {
  switch (reason) {
    case 'game_started':
      return 'his game has started';
    case 'not_predicted':
      return 'he has no prediction for this game';
    case 'low_data_quality':
      return 'the data about him is too incomplete';
    case 'injury_status':
      return 'his newest injury report does not say that he plays';
    case 'no_line':
      return 'no bookmaker has a main line for him';
    case 'no_price':
      return 'his lines have no price';
    case 'too_few_books':
      return 'fewer than three bookmakers have prices for both sides';
    case 'old_lines':
      return 'the prices were last seen more than eight hours ago';
    case 'low_value':
      return 'no main line has an expected value above 2 % of the stake';
  }
}
