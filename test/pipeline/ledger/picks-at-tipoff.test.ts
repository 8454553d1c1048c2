import { describe, expect, it } from 'vitest';
import { picksAtTipoff, type RuledOutPlayer } from '#src/pipeline/ledger/picks-at-tipoff.ts';
import type { ShownSlate } from '#src/pipeline/ledger/shown-slate.ts';
import type { SlatePick } from '#src/pipeline/pricing/slate-picks.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aPick, DATE, evening, GAME, OTHER_GAME } from './a-slate-pick.ts';

/** A slate that the channel confirmed at a time. */
function shown(at: string, picks: readonly SlatePick[]): ShownSlate {
  const shownAt = instantFromDate(new Date(evening(at)));
  return { gameDate: DATE, batchId: `${DATE}-1`, generation: 1, picks, shownAt };
}

const ruledOut = (playerLookup: string, at: string): RuledOutPlayer => ({
  gameId: GAME,
  playerLookup,
  withdrawnAt: evening(at),
  hadPick: true,
});

/** The picks as text: player, side, line, and whether the pick was withdrawn. */
function published(slates: readonly ShownSlate[], { out = [] as readonly RuledOutPlayer[], tipoff = '19:00' } = {}) {
  const game = { gameId: GAME, tipoffAt: evening(tipoff) };
  return picksAtTipoff(game, { slates, ruledOut: out }).map(({ pick, withdrawnAt }) =>
    [pick.player_lookup, pick.side, pick.line, ...(withdrawnAt === null ? [] : ['withdrawn'])].join(' '),
  );
}

describe('the published picks of a game', () => {
  it('are those of the last slate that the channel showed before the tip-off', () => {
    const slates = [shown('17:00', [aPick('ann'), aPick('ben')]), shown('18:30', [aPick('ann', { line: 22.5 })])];
    expect(published(slates)).toEqual(['ann OVER 22.5']);
  });

  it('are only those of this game', () => {
    expect(published([shown('17:00', [aPick('ann'), aPick('cleo', { game_id: OTHER_GAME })])])).toEqual([
      'ann OVER 21.5',
    ]);
  });

  it('are none if no slate was shown before the tip-off', () => {
    expect(published([])).toEqual([]);
    expect(published([shown('19:00', [aPick('ann')])])).toEqual([]);
  });

  it('leave out a slate that the channel showed after the tip-off', () => {
    const late = shown('19:10', [aPick('ann', { side: 'UNDER' })]);
    expect(published([shown('17:00', [aPick('ann')]), late])).toEqual(['ann OVER 21.5']);
  });

  it.each([
    ['18:00', ['ann OVER 21.5']],
    ['19:30', ['ann OVER 22.5']],
  ])('follow a tip-off that moves to %s before they are recorded', (tipoff, picks) => {
    const slates = [shown('17:00', [aPick('ann')]), shown('18:30', [aPick('ann', { line: 22.5 })])];
    expect(published(slates, { tipoff })).toEqual(picks);
  });
});

describe('the pick of a player who is ruled out', () => {
  const before = shown('17:00', [aPick('ann'), aPick('ben')]);

  it('before the tip-off is withdrawn, although the channel no longer shows it', () => {
    const slates = [before, shown('18:01', [aPick('ben')])];
    expect(published(slates, { out: [ruledOut('ann', '18:00')] })).toEqual([
      'ben OVER 21.5',
      'ann OVER 21.5 withdrawn',
    ]);
  });

  it('is withdrawn, although the clocks give the message without the pick the time of the withdrawal, or an earlier one', () => {
    for (const edited of ['17:59', '18:00']) {
      const slates = [before, shown(edited, [aPick('ben')])];
      expect(published(slates, { out: [ruledOut('ann', '18:00')] })).toContain('ann OVER 21.5 withdrawn');
    }
  });

  it('is withdrawn, although the channel could not be reached and still shows it', () => {
    const out = [ruledOut('ann', '18:00')];
    expect(published([before], { out })).toEqual(['ann OVER 21.5 withdrawn', 'ben OVER 21.5']);
  });

  it('after the tip-off stands', () => {
    expect(published([before], { out: [ruledOut('ann', '19:01')] })).toEqual(['ann OVER 21.5', 'ben OVER 21.5']);
  });

  it('is not in the ledger if an earlier message had already dropped it', () => {
    const slates = [before, shown('17:30', [aPick('ben')]), shown('18:01', [aPick('ben')])];
    expect(published(slates, { out: [{ ...ruledOut('ann', '18:00'), hadPick: false }] })).toEqual(['ben OVER 21.5']);
  });

  it('stands again if a re-run after the withdrawal made a new one', () => {
    const again = aPick('ann', { line: 19.5, priced_at: evening('18:30') });
    const slates = [before, shown('18:01', [aPick('ben')]), shown('18:31', [again, aPick('ben')])];
    expect(published(slates, { out: [ruledOut('ann', '18:00')] })).toEqual(['ann OVER 19.5', 'ben OVER 21.5']);
  });

  it('in another game says nothing about this game', () => {
    const out = [{ ...ruledOut('ann', '18:00'), gameId: OTHER_GAME }];
    expect(published([before], { out })).toEqual(['ann OVER 21.5', 'ben OVER 21.5']);
  });
});
