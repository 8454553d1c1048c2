import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import type { SlateHoldNotice } from '../../../pipeline/batch/slate-hold.ts';
import { chatCommand } from './chat-command.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bold, code, dataText, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces that somebody holds a slate, and later that the slate is released. */
export function slateHoldNotice({ game_date, reason, held_by, held_at, released }: SlateHoldNotice): SlackMessage {
  const smallprint = smallPrint(`held at ${chatTime(held_at)}`);
  const why = line(words('Reason: '), dataText(reason));
  if (released === null) {
    const title = `■ Slate of ${game_date} is held`;
    const text = ' stopped the publication. Batches continue, and nothing new is published until ';
    const command = chatCommand(`tipoff slate release ${game_date}`);
    return slackMessage(`${title}: ${held_by}${text}${command}. Reason: ${reason}`, [
      header(title),
      paragraph(line(bold(held_by), words(text), code(command), words('.')), why),
      smallprint,
    ]);
  }
  const title = `▶ Slate of ${game_date} is released`;
  const text = ` released it after ${leagueTimeSpan(held_at, released.at)}. ${held_by} had held it.`;
  return slackMessage(`${title}: ${released.by}${text} Reason: ${reason}`, [
    header(title),
    paragraph(line(bold(released.by), dataText(text)), why),
    smallprint,
  ]);
}
