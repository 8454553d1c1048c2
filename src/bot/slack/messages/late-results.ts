import type { ActionsBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import type { LateResults } from '../../../pipeline/batch/batch-announcements.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { count } from './figures.ts';
import { smallPrint } from './header.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_NAME = 100;

/** Lists the predictions that came too late for the slate, in its thread, with a button that includes them. */
export function lateResults(late: LateResults): SlackMessage {
  const { players, named, included_by, batch_id } = late;
  const title = `${countedText(players, 'prediction')} came after the slate was published`;
  const names = named.flatMap(({ player_name, team }, index) => [
    words(index === 0 ? '' : ', '),
    dataText(`${player_name} (${team})`),
  ]);
  const more = players - named.length;
  const state =
    included_by === null
      ? 'They are kept apart and are not in the slate.'
      : `${safeText(included_by, MAX_NAME)} included them: a re-run predicts these players again.`;
  return slackMessage(`${title}. ${state}`, [
    paragraph(
      line(bold(title), words(': '), ...names, words(more > 0 ? ` and ${count(more)} more.` : '.')),
      line(words(state)),
    ),
    ...(included_by === null ? [includeButton(late)] : []),
    smallPrint(batch_id),
  ]);
}

function includeButton({ batch_id, generation, players }: LateResults): ActionsBlock {
  const include = button({ label: 'Include them', actionId: ACTION.includeLate, id: `${batch_id}#${generation}` });
  const confirm = confirmation({
    title: 'Include the late players?',
    text: `A re-run predicts ${countedText(players, 'player')} again and adds them to the slate. All other predictions stay as they are.`,
    confirm: 'Include',
    deny: 'Go back',
  });
  return { type: 'actions', elements: [{ ...include, confirm }] };
}
