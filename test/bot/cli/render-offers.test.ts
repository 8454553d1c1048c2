import { describe, expect, test } from 'vitest';
import { renderOffers } from '#src/bot/cli/render/render-offers.ts';
import { summarizeOffers } from '#src/pipeline/backtest/summarize-offers.ts';
import { priceMarket } from '#src/pipeline/pricing/price-market.ts';
import { A_TRAINING } from '../../pipeline/pricing/a-training.ts';
import { anOffer } from '../../pipeline/pricing/an-offer.ts';

const BOOKS = [anOffer('bovada'), anOffer('fanduel'), anOffer('betmgm')];
const { offers: OFFERS } = priceMarket({ offers: BOOKS, pastPoints: [], projectedPoints: undefined }, A_TRAINING);

/** The text about picks at +100, of which the given numbers won and lost. */
function textAbout(won: number, lost: number): string {
  const decision = { type: 'pick', side: 'OVER', price: 100, line: 14.5 } as const;
  const results = [...Array<number>(won).fill(20), ...Array<number>(lost).fill(3)];
  return renderOffers(summarizeOffers(results.map((points) => ({ offers: OFFERS, decision, points })))).join('\n\n');
}

describe('the results of picks', () => {
  test('stand beside those of the average offer, with their interval', () => {
    expect(textAbout(30, 30)).toMatch(/^picks +60 +30 +30 +0(\.0)? +-25\.5 +25\.5$/m);
    expect(textAbout(30, 30)).toMatch(/^average offer, by player +60 +– +– +-4\.5 +-4\.5 +-4\.5$/m);
  });

  test.each<[number, number, string]>([
    [33, 27, 'The interval includes 0, so these picks show neither a profit nor a loss.'],
    [55, 5, 'The picks made a profit that chance alone does not explain.'],
    [5, 55, 'The picks lost more than chance alone explains.'],
    [1, 0, 'There are too few picks to say anything about their profit.'],
  ])('with %i won and %i lost: %s', (won, lost, sentence) => {
    expect(textAbout(won, lost)).toContain(sentence);
  });
});

test('nothing is shown without offers', () => {
  expect(renderOffers(summarizeOffers([]))).toEqual([]);
});
