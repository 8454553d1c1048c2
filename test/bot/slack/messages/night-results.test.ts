import { describe, expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { withoutTables } from '#src/bot/slack/messages/rendered.ts';
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
  test('says whether the champion was nearer than the line, and whether its picks paid', () => {
    expect(renderAnnouncement(NIGHT).text).toBe(
      'Results of 2026-02-05: catboost v9 was nearer than the line: 4.61 points off, the line 4.83. It won 31 of 55 picks: 56.4 %, enough for the 52.4 % that breaks even.',
    );
  });

  test.each([
    [{ mae: 5.1 }, 'was further off than the line: 5.10 points off'],
    [{ mae: 4.83 }, 'was as near as the line'],
    [{ mae: null }, 'has nothing to be held against'],
    [{ picks: { ...CHAMPION.picks, won: 20, lost: 35, hit_rate: 20 / 55 } }, '36.4 %, short of the 52.4 % that breaks'],
    [{ picks: { ...CHAMPION.picks, won: 0, lost: 0, hit_rate: null } }, 'None of its picks was decided'],
    [{ picks: { ...CHAMPION.picks, priced: 55, break_even: 0.58 } }, '56.4 %, short of the 58.0 % that breaks even'],
    [{ picks: { ...CHAMPION.picks, priced: 54, break_even: 0.58 } }, 'enough for the 52.4 % that breaks even'],
  ])('of %o says %s', (changed, sentence) => {
    expect(renderAnnouncement(withChampion(changed)).text).toContain(sentence);
  });
});

describe('the results', () => {
  test('RT-52: every number shown is one of the announcement', () => {
    const text = seen(renderAnnouncement(NIGHT));
    const shown = '02 05 2026 1 3 4 5 8 9 10 12 19 22 31 55 103 110 115 212 327 4.61 4.83 5.40 5.60 0.24 1.07';
    const rates = '56.4 52.4 45.5 40.8 63.1 29.5 24.1 21.5 25.8';
    const known = `${shown} ${rates} 0`.split(' ');
    expect(text.match(/\d[\d,.]*\d|\d/g)?.filter((number) => !known.includes(number))).toEqual([]);
  });

  test('mark on which side of the break-even a hit rate fell, by a sign', () => {
    const table = visibleText(renderAnnouncement(NIGHT).blocks.find(({ type }) => type === 'table'));
    expect(table).toMatch(/▲ 56\.4 %.*▽ 45\.5 %/s);
  });

  test('tell the boldest calls', () => {
    const text = seen(renderAnnouncement(NIGHT));
    expect(text).toContain('Nikola Jokić DEN v NYK · UNDER 29.5, predicted 24.1, scored 19');
    expect(text).toContain('LeBron James LAL v PHI · OVER 21.5, predicted 25.8, scored 9');
  });

  test('name the games that are not graded yet', () => {
    const open = [{ game: 'BOS at NYK', reason: 'not over yet' }];
    const text = seen(renderAnnouncement({ ...NIGHT, games: { final: 7, open } }));
    expect(text).toMatch(/1 game not graded yet.*BOS at NYK · not over yet/s);
  });

  test('are whole without their picture and without tables', () => {
    const plain = visibleText(withoutTables(renderAnnouncement(NIGHT).blocks));
    for (const { system_id } of NIGHT.systems) expect(plain).toContain(system_id.replaceAll('_', ' '));
  });
});

describe('the picture', () => {
  test('says in words every number it draws', () => {
    const { picture } = renderAnnouncement(NIGHT);
    expect(picture?.altText).toBe(
      'Points off, on average (Less is better. Dashed: the line, 4.83 (103 players)): catboost v9 4.61, moving average 5.40, similarity balanced v1 5.60. Picks won (More is better. Dashed: break-even at −110, 52.4 %): catboost v9 56 % of 55, moving average 45 % of 22, similarity balanced v1 no picks.',
    );
  });

  test('stands after the sentence', () => {
    const { blocks, picture } = renderAnnouncement(NIGHT);
    expect(blocks.slice(0, picture?.at).map(({ type }) => type)).toEqual(['header', 'rich_text']);
  });

  test('is as high as it has models', () => {
    const heightOf = (night: ResultsAnnouncement) => renderAnnouncement(night).picture?.drawing.height ?? 0;
    const taller = heightOf({ ...NIGHT, systems: [...NIGHT.systems, ...OTHERS] });
    expect(taller - heightOf(NIGHT)).toBe(4 * 24);
  });
});
