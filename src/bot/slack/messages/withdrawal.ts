import { countedText } from '../../../operations/kit/count-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import type { PlayerBackNotice, WithdrawalNotice } from '../../../pipeline/withdrawals/withdrawal-announcements.ts';
import { Instant } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { chatCommand } from './chat-command.ts';
import { chatTime } from './chat-time.ts';
import { inWords, points } from './figures.ts';
import { bold, bullets, code, dataText, line, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_NAME = 100;

/** Says which players were ruled out after the run, and which predictions were withdrawn because of it. */
export function withdrawalNotice({ game_date, players }: WithdrawalNotice): SlackMessage {
  const rows = players.reduce((sum, player) => sum + player.rows, 0);
  const [first] = players;
  const who =
    players.length === 1 && first !== undefined
      ? `${safeText(first.player_name, MAX_NAME)} (${safeText(first.team, MAX_NAME)}) is out`
      : `${countedText(players.length, 'player')} are out`;
  const title = `■ ${who}: ${countedText(rows, 'prediction')} withdrawn from the slate of ${game_date}`;
  return slackMessage(title, [paragraph(line(bold(title))), bullets(...players.map(withdrawnLine))]);
}

function withdrawnLine(player: WithdrawalNotice['players'][number]) {
  const { player_name, team, opponent, status, reason, reported_at, rows, shown_pick } = player;
  const why = reason === null ? status : `${status}, ${reason}`;
  const picked =
    shown_pick === null
      ? []
      : [
          dataText(
            `, with the pick ${shown_pick.side} ${points(shown_pick.line)} at ${oddsText(shown_pick.price)} (${shown_pick.bookmaker})`,
          ),
        ];
  return line(
    bold(player_name),
    dataText(` ${team} v ${opponent} · ${why}`),
    words(` · reported ${chatTime(toInstant(reported_at))} · ${countedText(rows, 'prediction')} withdrawn`),
    ...picked,
  );
}

/** Says that a player may play again, and offers to predict the player again. */
export function playerBackNotice(notice: PlayerBackNotice): SlackMessage {
  const { game_date, player_lookup, player_name, team, status } = notice;
  const title = `${safeText(player_name, MAX_NAME)} (${safeText(team, MAX_NAME)}) is no longer out`;
  const now =
    status === null ? 'The newest report no longer lists the player.' : `The newest status is ${inWords(status)}.`;
  const command = chatCommand(`tipoff predict rerun ${player_lookup} --date ${game_date}`);
  const rerun = button({ label: 'Predict again', actionId: ACTION.rerunPlayer, id: `${game_date}#${player_lookup}` });
  return slackMessage(`${title}. ${now} To predict the player again now: ${command}.`, [
    paragraph(
      line(bold(title), words('. '), dataText(now)),
      line(
        words('The next scheduled run before the tip-off predicts the player again. To do it now: '),
        code(command),
        words('.'),
      ),
    ),
    { type: 'actions', elements: [rerun] },
  ]);
}

function toInstant(time: string): Instant {
  return Instant.parse(new Date(time).toISOString().replace('Z', '000Z'));
}
