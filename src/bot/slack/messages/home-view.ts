import type { HomeView, KnownBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { ACTION } from '../actions/action-id.ts';
import type { SlashCommand } from '../commands/slash-commands.ts';
import { button } from './button.ts';
import { count, duration } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { bold, bullets, code, dataText, line, paragraph, words } from './rich-text.ts';

const RESULTS_SHOWN = 5;
const UNDER_WAY = ['preparing', 'open', 'consolidating'];

type ListedBatch = Pick<
  ReplyData<'batch list'>['batches'][number],
  'batch_id' | 'game_date' | 'state' | 'result' | 'expected' | 'predicted' | 'missing' | 'rows' | 'seconds'
>;

/** The data of `batch list`. */
interface BatchList {
  readonly batches: readonly ListedBatch[];
}

/** Builds the App Home: running batches, the last results and the commands. */
export function homeView({ batches }: BatchList, commands: readonly SlashCommand[]): HomeView {
  const running = batches.filter(({ state }) => UNDER_WAY.includes(state));
  const ended = batches.filter(({ state }) => !UNDER_WAY.includes(state)).slice(0, RESULTS_SHOWN);
  return {
    type: 'home',
    blocks: [
      header('Running now'),
      running.length === 0 ? paragraph(line(words('Nothing is running.'))) : bullets(...running.map(runningLine)),
      header('Last results'),
      ...(ended.length === 0
        ? [paragraph(line(words('No batch has finished yet.')))]
        : [bullets(...ended.map(endedLine))]),
      ...newestSlate(ended),
      { type: 'divider' },
      header('Commands'),
      bullets(...commands.map(({ command, description }) => line(code(command), words(` — ${description}`)))),
      smallPrint('Only you see the answers to commands. Changes are announced in the channel.'),
    ],
  };
}

function runningLine({ game_date, expected, missing, state }: ListedBatch) {
  return line(
    bold(game_date),
    words(` · ${count(expected - missing)} of ${countedText(expected, 'player')} done · `),
    dataText(state),
  );
}

function endedLine({ game_date, result, state, predicted, expected, seconds }: ListedBatch) {
  const took = seconds === null ? '' : ` · ${duration(seconds)}`;
  return line(
    bold(game_date),
    words(' · '),
    dataText(result ?? state),
    words(` · ${count(predicted)} of ${countedText(expected, 'player')} predicted${took}`),
  );
}

function newestSlate(ended: readonly ListedBatch[]): readonly KnownBlock[] {
  const newest = ended.find(({ rows }) => (rows ?? 0) > 0);
  if (newest === undefined) return [];
  const open = button({ label: `Full slate of ${newest.game_date}`, actionId: ACTION.openSlate, id: newest.batch_id });
  return [{ type: 'actions', elements: [open] }];
}
