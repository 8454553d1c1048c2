import { describe, expect, test } from 'vitest';
import { choosePick, type PickablePlayer } from '#src/pipeline/pricing/choose-pick.ts';
import type { Offer } from '#src/pipeline/pricing/offer.ts';
import { priceMarket } from '#src/pipeline/pricing/price-market.ts';
import { A_TRAINING } from './a-training.ts';
import { anOffer } from './an-offer.ts';

const NOW = new Date('2025-11-10T23:00:00Z');
const PLAYER: PickablePlayer = {
  status: 'predicted',
  quality: 95,
  injuryStatus: null,
  tipoffAt: '2025-11-11T00:00:00Z',
};
const OTHERS = [anOffer('fanduel'), anOffer('betmgm'), anOffer('draftkings')];
const GENEROUS = anOffer('bovada', { overPrice: 115, underPrice: -145 });

function decide(offers: readonly Offer[], player: Partial<PickablePlayer> = {}) {
  const { offers: priced } = priceMarket({ offers, pastPoints: [], projectedPoints: undefined }, A_TRAINING);
  return choosePick({ ...PLAYER, ...player }, priced, NOW);
}

describe('the pick', () => {
  test('is the offer with the largest expected value', () => {
    const better = anOffer('betrivers', { overPrice: -150, underPrice: 125 });
    expect(decide([...OTHERS, GENEROUS, better])).toMatchObject({
      type: 'pick',
      side: 'UNDER',
      price: 125,
      offer: { bookmaker: 'betrivers', line: 14.5 },
    });
  });

  test.each([
    [103, 'low_value'],
    [105, 'pick'],
  ])('needs an expected value above 0.02: an even chance at +%i gives %s', (overPrice, expected) => {
    const decision = decide([...OTHERS, anOffer('bovada', { overPrice, underPrice: -130 })]);
    expect(decision.type === 'pick' ? 'pick' : decision.reason).toBe(expected);
  });

  test.each(['probable', 'available', 'not submitted'])('may be on a player who is %s', (injuryStatus) => {
    expect(decide([...OTHERS, GENEROUS], { injuryStatus }).type).toBe('pick');
  });
});

describe('there is no pick', () => {
  test.each(['questionable', 'doubtful', 'out', 'mystery ailment'])('on a player who is %s', (injuryStatus) => {
    expect(decide([...OTHERS, GENEROUS], { injuryStatus })).toEqual({ type: 'no-pick', reason: 'injury_status' });
  });

  test.each<[string, Partial<PickablePlayer>, string]>([
    ['without a prediction', { status: 'not-predicted' }, 'not_predicted'],
    ['after the tip-off', { tipoffAt: '2025-11-10T23:00:00Z' }, 'game_started'],
    ['from weak data', { quality: 79.9 }, 'low_data_quality'],
    ['from unknown data', { quality: null }, 'low_data_quality'],
  ])('%s', (_, player, reason) => {
    expect(decide([...OTHERS, GENEROUS], player)).toEqual({ type: 'no-pick', reason });
  });

  test.each<[string, readonly Offer[], string]>([
    ['without a line', [], 'no_line'],
    ['at a line without prices', [anOffer('prizepicks', { overPrice: null, underPrice: null })], 'no_price'],
    ['at the prices of one bookmaker', [GENEROUS], 'too_few_books'],
    ['at the prices of two bookmakers', [GENEROUS, ...OTHERS.slice(0, 1)], 'too_few_books'],
    [
      'at prices of more than eight hours ago',
      [...OTHERS, GENEROUS].map((offer) => ({ ...offer, seenAt: '2025-11-10T14:59:00Z' })),
      'old_lines',
    ],
  ])('%s', (_, offers, reason) => {
    expect(decide(offers)).toEqual({ type: 'no-pick', reason });
  });

  test('on an alternate line', () => {
    const decision = decide([...OTHERS, anOffer('fanatics'), { ...GENEROUS, kind: 'alternate' }]);
    expect(decision).toMatchObject({ type: 'no-pick', reason: 'low_value' });
  });

  test('at an old price, when a fresh price is worth less', () => {
    const decision = decide([...OTHERS, { ...GENEROUS, seenAt: '2025-11-10T10:00:00Z' }]);
    expect(decision).toMatchObject({ type: 'no-pick', reason: 'low_value' });
  });
});
