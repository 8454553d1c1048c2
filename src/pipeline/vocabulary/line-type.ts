import { vocabulary } from './vocabulary.ts';

/**
 * The kind of a bookmaker's line. Only a standard line says what the market expects. The other kinds are easier or
 * harder on purpose and pay less or more. `other` stands for a text that Tipoff does not know.
 */
export type LineType = 'standard' | 'demon' | 'goblin' | 'boosted' | 'alternate' | 'other';

const typeOf = vocabulary<Exclude<LineType, 'other'>>({
  standard: [
    'std',
    'main',
    'main line',
    'regular',
    'normal',
    'default',
    'balanced',
    'over/under',
    'OU',
    'player_points',
  ],
  demon: ['demons', 'harder', 'more difficult'],
  goblin: ['goblins', 'easier', 'taco', 'discounted', 'discount', 'protected'],
  boosted: [
    'boost',
    'promo',
    'promotion',
    'special',
    'flash sale',
    'odds boost',
    'profit boost',
    'free square',
    'scorcher',
  ],
  alternate: [
    'alt',
    'alternative',
    'alternates',
    'alt line',
    'alternate line',
    'ladder',
    'player_points_alternate',
    'milestone',
    'non-standard',
  ],
});

export function lineTypeOf(written: string): LineType {
  return typeOf(written) ?? 'other';
}
