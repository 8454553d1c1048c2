import type { KnownBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import { nightPicksSentences, pickResultText } from '../../../operations/results/record-text.ts';
import type { LedgerPick } from '../../../pipeline/ledger/ledger-pick.ts';
import type { NightPicks } from '../../../pipeline/ledger/night-picks.ts';
import { points } from './figures.ts';
import { bold, bullets, dataText, line, paragraph, words } from './rich-text.ts';

/** Renders the published picks of a night: a sentence, a line for each pick, and the record. */
export function nightPicksBlocks(shown: NightPicks): readonly KnownBlock[] {
  const { night, picks } = shown;
  const [result = '', ...record] = nightPicksSentences(shown);
  const hidden = night.published + night.withdrawn - picks.length;
  const more = hidden > 0 ? [line(words(`${countedText(hidden, 'more pick')}: /results record`))] : [];
  return [
    paragraph(line(bold(result))),
    ...(picks.length === 0 ? [] : [pickBullets(picks, more)]),
    ...record.map((text) => paragraph(line(words(text)))),
  ];
}

/** Renders picks of the ledger as a list. */
export function pickBullets(picks: readonly LedgerPick[], more: readonly ReturnType<typeof line>[]): KnownBlock {
  return bullets(...picks.map(pickLine), ...more);
}

function pickLine(pick: LedgerPick) {
  const { player_name, team, opponent, side, line: at, price, bookmaker } = pick;
  return line(
    bold(player_name),
    dataText(` ${team} v ${opponent} · ${side} ${points(at)} at ${oddsText(price)} (${bookmaker})`),
    words(` · ${pickResultText(pick)}`),
  );
}
