import { type Instant, millisOf } from '../../platform/instant.ts';
import type { TipOffCard, TipOffStage } from './tip-off-announcements.ts';

const MINUTE_MS = 60_000;
const CARD_BEFORE_MS = 60 * MINUTE_MS;
const REMINDER_BEFORE_MS = 15 * MINUTE_MS;

/** The part of a card in the channel that decides what follows it. */
export type ShownTipOff = Pick<TipOffCard, 'stage' | 'first_tipoff_at'>;

/**
 * Returns the stage that the card of a date has to show now; undefined if the channel stays as it is. Policy:
 * - A date has a card from 60 minutes before its first tip-off. In the last 15 minutes, it has the second stage.
 * - A card that was missed is shown late, but never after the first tip-off.
 * - If the first tip-off moves to a later time, the card stays, and goes back to the first stage.
 */
export function dueTipOffStage(
  firstTipoff: Instant,
  shown: ShownTipOff | undefined,
  now: Date,
): TipOffStage | undefined {
  const leftMs = millisOf(firstTipoff) - now.getTime();
  if (leftMs <= 0) return undefined;
  if (leftMs <= REMINDER_BEFORE_MS) return '15-minutes';
  return leftMs <= CARD_BEFORE_MS || shown !== undefined ? '60-minutes' : undefined;
}

/**
 * Returns whether a new message has to say that the card has the second stage. A card that is itself new needs none. A
 * first tip-off that moved gets a message of its own.
 */
export function isReminderDue(next: ShownTipOff, shown: ShownTipOff | undefined): boolean {
  if (shown === undefined || next.stage !== '15-minutes') return false;
  return shown.stage !== '15-minutes' || shown.first_tipoff_at !== next.first_tipoff_at;
}
