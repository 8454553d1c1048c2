import { leagueTime } from '../../../operations/kit/league-time.ts';
import { progressBar } from '../../../operations/kit/progress-bar.ts';
import type { StallAlert } from '../../../pipeline/batch/batch-announcements.ts';
import { count, counted } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { unpredictedPlayers } from './unpredicted-players.ts';

const MAX_ID = 100;
const CAUSES = {
  too_old: 'The batch is too old: it started two hours ago, or the first game has tipped off.',
  never_started: 'The batch has not finished any player yet.',
  wrong_expected:
    'The batch waits for players who will get no outcome: the newest injury report rules them out, or the expected number of players is wrong.',
  no_heartbeat: 'No process runs the batch.',
  no_progress: 'A process runs the batch, but no player finishes.',
} as const satisfies Record<StallAlert['cause'], string>;

/** Builds the message about a stalled batch: its progress, why it stalled, and what happened or what people can do. */
export function stallAlert(alert: StallAlert): SlackMessage {
  const title = `⚠ Slate of ${alert.game_date} has stalled`;
  const progress = `${count(alert.done)} of ${counted(alert.expected, 'player')} done`;
  const since = `The last player finished at ${leagueTime(alert.progressed_at, alert.noticed_at)}.`;
  const cause = `${CAUSES[alert.cause]} ${since}`;
  return slackMessage(`${title}: ${progress}. ${sentenceText(consequence(alert))}`, [
    header(title),
    paragraph(line(words(progressBar({ done: alert.done, total: alert.expected, unit: 'players done' })))),
    paragraph(line(words(cause))),
    paragraph(sentence(consequence(alert))),
    ...unpredictedPlayers(alert.missing, alert.missing_total),
    smallPrint(`started at ${leagueTime(alert.started_at, alert.noticed_at)}`, alert.batch_id),
  ]);
}

/** Says what Tipoff did about a stalled batch, or what people can do about it. */
function consequence({ action, done, expected, ...alert }: StallAlert): string {
  const batchId = safeText(alert.batch_id, MAX_ID);
  switch (action) {
    case 'complete-partial':
      return `Tipoff publishes ${count(done)} of ${counted(expected, 'player')} and marks the slate partial.`;
    case 'abandon':
      return 'Tipoff abandoned the batch. Nothing is published, and a new batch can be started for the date.';
    case 'resume':
      return 'Tipoff continues the consolidation of the batch.';
    case 'alert':
      return `Publish what is done with \`/batch force-complete ${batchId}\`, or predict the missing players again with \`/batch rerun-missing ${batchId}\`.`;
  }
}
