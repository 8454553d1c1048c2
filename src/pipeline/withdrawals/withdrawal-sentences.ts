import { quoteText } from '../../platform/printable.ts';
import type { Withdrawn } from './withdraw-ruled-out.ts';

const NAMES_SHOWN = 10;

/** Says what an injury update changed, for the answers to imports. The list is empty if nothing changed. */
export function withdrawalSentences({ withdrawals, back }: Withdrawn): readonly string[] {
  const out = withdrawals.flatMap(({ players }) => players.map(({ player_name }) => player_name));
  const returned = back.map(({ player }) => player.player_name);
  return [
    ...(out.length === 0 ? [] : [`Ruled out, so the predictions were withdrawn: ${namesText(out)}.`]),
    ...(returned.length === 0
      ? []
      : [`No longer out, so \`tipoff predict rerun <name>\` can predict them again: ${namesText(returned)}.`]),
  ];
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(quoteText).join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more.toLocaleString('en-US')} more` : shown;
}
