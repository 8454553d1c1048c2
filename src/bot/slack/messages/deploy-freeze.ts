import type { DeployFreezeNotice } from '../../../coordination/deploy-locks/freeze-deploys.ts';
import { chatCommand } from './chat-command.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { code, dataText, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces that a person froze the deploys, and later how the freeze ended. */
export function deployFreezeNotice({ reason, by, from, until, ended }: DeployFreezeNotice): SlackMessage {
  const who = by ?? 'Tipoff';
  const smallprint = smallPrint(`frozen at ${chatTime(from)}`);
  const why = line(words('Reason: '), dataText(reason));
  if (ended === null) {
    const title = '■ Deploys are frozen';
    const text = `${who} froze them until ${chatTime(until)}. Claims and starts of deploys are refused until then. `;
    const command = chatCommand('tipoff deploy unfreeze');
    return slackMessage(`${title}. ${text}${command} lifts the freeze. Reason: ${reason}`, [
      header(title),
      paragraph(line(dataText(text), code(command), words(' lifts the freeze.')), why),
      smallprint,
    ]);
  }
  const title = '▶ Deploys are no longer frozen';
  const end = ended.by === null ? 'The freeze ended' : `${ended.by} lifted the freeze`;
  const text = `${end} at ${chatTime(ended.at)}. ${who} had frozen them.`;
  return slackMessage(`${title}. ${text} Reason: ${reason}`, [
    header(title),
    paragraph(line(dataText(text)), why),
    smallprint,
  ]);
}
