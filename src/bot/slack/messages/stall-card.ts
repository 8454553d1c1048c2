import { countedText } from '../../../operations/kit/count-text.ts';
import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { progressBar } from '../../../operations/kit/progress-bar.ts';
import type { StallCard } from '../../../pipeline/batch/batch-announcements.ts';
import { STALL_CAUSES } from '../../../pipeline/batch/stall-causes.ts';
import { chatTime } from './chat-time.ts';
import { count, duration } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { missingGroups } from './missing-groups.ts';
import { line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { stallButtons } from './stall-buttons.ts';
import { stallDecision, stallDecisionText } from './stall-decision.ts';

const HOUR_MINUTES = 60;
const ENDINGS = {
  progress: '✓ Slate of DATE makes progress again',
  complete: '✓ Slate of DATE is complete after a stall',
  partial: '◐ Slate of DATE was published as partial',
  empty: '✕ Nothing was predicted for DATE',
  abandoned: '✕ The batch of DATE was abandoned',
} as const satisfies Record<NonNullable<StallCard['end']>['how'], string>;

/**
 * The card of a stalled batch: its progress, why it stalled, who is missing, and what people can do. It has buttons while
 * people can act.
 */
export function stallCard(card: StallCard): SlackMessage {
  const title = titleOf(card);
  const progress = `${count(card.done)} of ${countedText(card.expected, 'player')} done`;
  const news = newsOf(card);
  return slackMessage(`${title}: ${progress}. ${sentenceText(news)} ${stallDecisionText(card)}`.trim(), [
    header(title),
    paragraph(line(words(progressBar({ done: card.done, total: card.expected, unit: 'players done' })))),
    paragraph(sentence(news), ...timeLines(card)),
    ...missingGroups(card),
    ...stallDecision(card),
    ...stallButtons(card),
    smallPrint(
      `started at ${chatTime(card.started_at)}`,
      `noticed at ${chatTime(card.noticed_at)}`,
      ...(card.generation > 1 ? [`re-run ${card.generation - 1}`] : []),
      card.batch_id,
    ),
  ]);
}

function titleOf({ end, failure, request, game_date }: StallCard): string {
  if (end !== null) return ENDINGS[end.how].replace('DATE', game_date);
  if (failure !== null) return `⚠ Slate of ${game_date} could not be published`;
  if (request?.state === 'approved') return `◐ Slate of ${game_date} is being published`;
  return `⚠ Slate of ${game_date} has stalled`;
}

/** Says what happened: why the batch stalled, why it could not be published, or how the stall ended. */
function newsOf(card: StallCard): string {
  const { end, failure, cause, progressed_at } = card;
  if (end !== null) return `${endText(card, end)} ${stalledBecause(card)}`;
  if (failure !== null) return `Nothing is published yet, because: ${failure}`;
  if (card.action !== 'alert') return `${STALL_CAUSES[cause]} ${actionText(card)}`;
  return `${STALL_CAUSES[cause]} The last player finished at ${chatTime(progressed_at)}.`;
}

function endText({ expected, noticed_at }: StallCard, { how, done, ended_at }: NonNullable<StallCard['end']>): string {
  const lasted = `The stall ended after ${leagueTimeSpan(noticed_at, ended_at)}.`;
  if (how === 'progress')
    return `Players finish again: ${count(done)} of ${countedText(expected, 'player')} are done. ${lasted}`;
  if (how === 'abandoned') return `Nothing is published, and a new batch can be started for the date. ${lasted}`;
  return `Result: ${count(done)} of ${countedText(expected, 'player')}, ${how}. ${lasted}`;
}

function stalledBecause({ cause }: StallCard): string {
  return `Cause of the stall: ${STALL_CAUSES[cause]}`;
}

/** Says what Tipoff itself did about a stalled batch. */
function actionText({ action, done, expected }: StallCard): string {
  switch (action) {
    case 'complete-partial':
      return `Tipoff publishes ${count(done)} of ${countedText(expected, 'player')} and marks the slate partial.`;
    case 'abandon':
      return 'Tipoff abandoned the batch. Nothing is published, and a new batch can be started for the date.';
    case 'resume':
      return 'Tipoff continues the consolidation of the batch.';
    case 'alert':
      return '';
  }
}

/** Compares the running time with the usual one, while the batch runs. */
function timeLines({ end, failure, running_minutes: minutes, usual_seconds: usual }: StallCard) {
  if (end !== null || failure !== null || minutes === null) return [];
  const running = `The batch has been running for ${minutes < 1 ? 'less than 5 min' : `more than ${minutesText(minutes)}`}.`;
  const compared = usual === null ? '' : ` A batch usually takes ${duration(usual)}.`;
  return [line(words(`${running}${compared}`))];
}

function minutesText(minutes: number): string {
  return minutes < HOUR_MINUTES
    ? `${minutes} min`
    : `${Math.floor(minutes / HOUR_MINUTES)} h ${minutes % HOUR_MINUTES} min`;
}
