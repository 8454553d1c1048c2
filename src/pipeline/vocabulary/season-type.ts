import { vocabulary } from './vocabulary.ts';

/** The part of a season to which a game belongs. Games of the first four types count. */
export type SeasonType = 'regular' | 'play_in' | 'playoffs' | 'cup' | 'preseason' | 'all_star' | 'exhibition';

/** Returns the season type that a text means, or undefined for a text outside the vocabulary. */
export const seasonTypeOf = vocabulary<SeasonType>({
  regular: ['reg', 'RS', 'regular season', 'season'],
  play_in: ['play-in', 'play-in tournament', 'play-in game', 'playin', 'PI'],
  playoffs: ['playoff', 'PO', 'post', 'postseason', 'post-season', 'playoff season', 'finals', 'NBA finals'],
  cup: [
    ...[
      'NBA Cup',
      'Emirates NBA Cup',
      'in-season tournament',
      'in season',
      'IST',
      'cup final',
      'cup game',
      'tournament',
    ],
    ...['NBA Cup final', 'NBA Cup championship', 'in-season tournament final'],
  ],
  preseason: ['pre', 'pre-season', 'PS', 'preseason game', 'pre season'],
  all_star: ['all-star', 'all star game', 'all-star game', 'all-star weekend', 'ASG', 'AS', 'allstar', 'rising stars'],
  exhibition: [
    ...['exhibition game', 'friendly', 'international', 'global games exhibition', 'summer league', 'summer', 'SL'],
    ...['scrimmage', 'charity', 'las vegas summer league', 'off-season', 'offseason'],
  ],
});

const NBA_GAME_ID = /^00[13]\d{7}$/;

/** Returns the season type that the NBA's game id shows, for the types that do not count. */
export function uncountedTypeOfGameId(gameId: string): SeasonType | undefined {
  if (!NBA_GAME_ID.test(gameId)) return undefined;
  return gameId.startsWith('001') ? 'preseason' : 'all_star';
}

/** Returns whether games of this type count. Other games never enter features, teams or slates. */
export function countsInSeason(type: SeasonType): 'yes' | 'no' {
  switch (type) {
    case 'regular':
    case 'play_in':
    case 'playoffs':
    case 'cup':
      return 'yes';
    case 'preseason':
    case 'all_star':
    case 'exhibition':
      return 'no';
  }
}
