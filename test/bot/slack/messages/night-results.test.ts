import { describe, expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { withoutTables } from '#src/bot/slack/messages/slack-message.ts';
import type { ResultsAnnouncement } from '#src/pipeline/grading/night-results.ts';
import { NIGHT } from './a-night.ts';
import { seen, visibleText } from './visible-text.ts';

const [CHAMPION, ...OTHERS] = NIGHT.systems;
if (CHAMPION === undefined) throw new Error('the night has no champion');

/** The night with another champion. */
const withChampion = (changed: Partial<typeof CHAMPION>): ResultsAnnouncement => ({
  ...NIGHT,
  systems: [{ ...CHAMPION, ...changed }, ...OTHERS],
});

describe('the sentence that opens the results', () => {
  test('says whether the champion beat the line, and whether its picks paid', () => {
    expect(renderAnnouncement(NIGHT).text).toBe(
      'Results of 2026-02-05: catboost v9 beat the betting line. Its average error was 4.61 points, that of the line 4.83. The model won 31 of 55 recommendations: 56.4 %, above the break-even rate of 52.4 %.',
    );
  });

  test.each([
    [{ mae: 5.1 }, 'lost to the betting line. Its average error was 5.10 points'],
    [{ mae: 4.83 }, 'was as accurate as the betting line.'],
    [{ mae: null }, 'has no graded prediction with a line'],
    [
      { picks: { ...CHAMPION.picks, won: 20, lost: 35, hit_rate: 20 / 55 } },
      '36.4 %, below the break-even rate of 52.4 %',
    ],
    [
      { picks: { ...CHAMPION.picks, won: 0, lost: 0, hit_rate: null } },
      'None of the model’s recommendations has a result',
    ],
    [
      { picks: { ...CHAMPION.picks, won: 7, lost: 5, hit_rate: 7 / 12 } },
      'won 7 of 12 recommendations, too few for a rate.',
    ],
    [{ picks: { ...CHAMPION.picks, priced: 55, break_even: 0.58 } }, '56.4 %, below the break-even rate of 58.0 %'],
    [{ picks: { ...CHAMPION.picks, priced: 54, break_even: 0.58 } }, 'above the break-even rate of 52.4 %'],
  ])('for %o says %s', (changed, sentence) => {
    expect(renderAnnouncement(withChampion(changed)).text).toContain(sentence);
  });
});

describe('the results', () => {
  test('RT-52: every number shown comes from the announcement', () => {
    const text = seen(renderAnnouncement(NIGHT));
    const shown = '02 05 2026 1 3 4 5 8 9 10 12 19 22 31 55 103 110 115 206 6 327 4.61 4.83 5.40 5.60 0.24 1.07';
    const rates = '56.4 52.4 45.5 40.8 63.1 29.5 24.1 21.5 25.8';
    const known = `${shown} ${rates} 0`.split(' ');
    expect(text.match(/\d[\d,.]*\d|\d/g)?.filter((number) => !known.includes(number))).toEqual([]);
  });

  test('mark each hit rate as above or below break-even with a sign', () => {
    const table = visibleText(renderAnnouncement(NIGHT).blocks.find(({ type }) => type === 'table'));
    expect(table).toMatch(/▲ 56\.4 %.*▽ 45\.5 %/s);
  });

  test('have counts without a sign or a bar for fewer than twenty picks', () => {
    const few = withChampion({ picks: { ...CHAMPION.picks, won: 7, lost: 5, hit_rate: 7 / 12 } });
    const { blocks, picture } = renderAnnouncement(few);
    const table = visibleText(blocks.find(({ type }) => type === 'table'));
    expect(table).toContain('7 of 12');
    expect(table).not.toContain('58.3 %');
    expect(picture?.altText).toContain(
      'Recommendations won (Higher is better. Dashed: break-even at −110, 52.4 %): catboost v9 7 of 12,',
    );
  });

  test('show the boldest calls', () => {
    const text = seen(renderAnnouncement(NIGHT));
    expect(text).toContain('Nikola Jokić DEN v NYK · UNDER 29.5, predicted 24.1, scored 19');
    expect(text).toContain('LeBron James LAL v PHI · OVER 21.5, predicted 25.8, scored 9');
  });

  test('name the games that are not graded yet', () => {
    const open = [{ game: 'BOS at NYK', reason: 'not over yet' }];
    const text = seen(renderAnnouncement({ ...NIGHT, games: { final: 7, open } }));
    expect(text).toMatch(/1 game not graded yet.*BOS at NYK · not over yet/s);
  });

  test('are complete without their picture and without tables', () => {
    const plain = visibleText(withoutTables(renderAnnouncement(NIGHT).blocks));
    for (const { system_id } of NIGHT.systems) expect(plain).toContain(system_id.replaceAll('_', ' '));
  });
});

describe('the picture', () => {
  test('has every drawn number in its alt text', () => {
    const { picture } = renderAnnouncement(NIGHT);
    expect(picture?.altText).toBe(
      'Average error in points (Lower is better. Dashed: the line’s error, 4.83 (103 players)): catboost v9 4.61, moving average 5.40, similarity balanced v1 5.60. Recommendations won (Higher is better. Dashed: break-even at −110, 52.4 %): catboost v9 56 % of 55, moving average 45 % of 22, similarity balanced v1 none.',
    );
  });

  test('comes after the opening sentence', () => {
    const { blocks, picture } = renderAnnouncement(NIGHT);
    expect(blocks.slice(0, picture?.at).map(({ type }) => type)).toEqual(['header', 'rich_text']);
  });

  test('grows with the number of models', () => {
    const heightOf = (night: ResultsAnnouncement) => renderAnnouncement(night).picture?.drawing.height ?? 0;
    const taller = heightOf({ ...NIGHT, systems: [...NIGHT.systems, ...OTHERS] });
    expect(taller - heightOf(NIGHT)).toBe(4 * 24);
  });
});
