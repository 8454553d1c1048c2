import type { KnownBlock } from '@slack/types';
import { CHECK_HEADINGS, checkRow } from '../../../operations/data/check-row.ts';
import { noteText } from '../../../operations/kit/note-text.ts';
import type { NextStep, Operation, Outcome } from '../../../operations/kit/operation.ts';
import { writtenArguments } from '../../../operations/kit/written-arguments.ts';
import { changeCells } from '../../../operations/predict/prediction-changes.ts';
import type { Renderers, ReplyData } from '../../../operations/registry.ts';
import { rendererOf } from '../../../operations/renderer-of.ts';
import { ACTION } from '../actions/action-id.ts';
import { commandText } from '../commands/slash-commands.ts';
import { activeDeploysBlocks } from './active-deploys.ts';
import { button } from './button.ts';
import { dataBlocks, rowsBlocks } from './data-blocks.ts';
import { deadLetterBlocks } from './dead-letters.ts';
import { deployDriftBlocks } from './deploy-drift.ts';
import { deployStatusBlocks } from './deploy-status.ts';
import { pickBullets } from './night-picks.ts';
import { nightAccuracy, nightTable } from './night-results.ts';
import { playerLines } from './player-lines.ts';
import { playerPrediction } from './player-prediction.ts';
import { bullets, code, line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { noteBlock } from './session-note.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { slateLine, slateModelsLines } from './slate-players.ts';
import { tableBlock } from './table.ts';

const PICKS_SHOWN = 10;
const PLAYERS_SHOWN = 10;
const HASH_DIGITS_SHOWN = 12;

/**
 * Renderers for operations whose data needs a special format. `nothing` adds no data, because the operation's message
 * already says everything.
 */
const DATA_RENDERERS: Renderers<readonly KnownBlock[]> = {
  start: nothing,
  'batch start': nothing,
  'batch status': reasons,
  'batch rerun-missing': reasons,
  'batch dead-letters': deadLetterBlocks,
  'batch redrive': reasons,
  'batch force-complete': nothing,
  'batch check-stalled': nothing,
  'batch abandon': nothing,
  'approval approve': nothing,
  'approval cancel': nothing,
  'batch list': batches,
  'data check': dataChecks,
  'predict slate': slate,
  'predict lines': playerLines,
  'predict player': playerPrediction,
  'predict rerun': rerunChanges,
  'predict skip': nothing,
  'models list': models,
  'results grade': nightRows,
  'results record': recordPicksList,
  'results show': nightRows,
  'deploy status': deployStatusBlocks,
  'deploy drift': deployDriftBlocks,
  'deploy contains': nothing,
  'deploy variables': nothing,
  'deploy active': activeDeploysBlocks,
  'handoff offer': nothing,
  'handoff accept': nothing,
  'handoff withdraw': nothing,
  'handoff export': nothing,
  'session tell': nothing,
  'deploy claim': nothing,
  'deploy extend': nothing,
  'deploy release': nothing,
  'deploy join': nothing,
  'deploy leave': nothing,
  'deploy take-over': nothing,
  'deploy start': nothing,
  'deploy finish': nothing,
  'deploy mine': nothing,
};

/** Builds the Slack message for an outcome: the outcome's message, its data and its next steps. */
export function outcomeMessage(
  { name }: Operation,
  { message, data, next, notes = [] }: Outcome<unknown>,
  operations: readonly Operation[],
): SlackMessage {
  const blocks = data === null ? [] : (rendererOf(DATA_RENDERERS, name) ?? dataBlocks)(data);
  const steps = next.flatMap((step) => nextLine(step, operations));
  const text = [sentenceText(message), ...notes.map(noteText)].join(' ');
  return slackMessage(text, [
    paragraph(sentence(message)),
    ...blocks,
    ...(steps.length === 0 ? [] : [paragraph(line(words('Next:'))), bullets(...steps)]),
    ...notes.map(noteBlock),
  ]);
}

function nextLine(step: NextStep, operations: readonly Operation[]) {
  const { operation, why } = step;
  const known = operations.find(({ name, reach }) => name === operation && reach === 'everywhere');
  return known === undefined ? [] : [line(code(commandText(known, writtenArguments(step))), words(` — ${why}`))];
}

function nothing(): readonly KnownBlock[] {
  return [];
}

/** Renders the reasons why players have no prediction. */
function reasons({ skipped, failed }: ReplyData<'batch status'>): readonly KnownBlock[] {
  return dataBlocks({ skipped, failed });
}

/** Renders what a re-run changed for each player, and the reasons why players have no prediction. */
function rerunChanges({ changes, skipped, failed }: ReplyData<'predict rerun'>): readonly KnownBlock[] {
  const rows = changes.map((change) => ({ player: change.player_name, ...changeCells(change) }));
  return [...(rows.length === 0 ? [] : rowsBlocks(rows)), ...dataBlocks({ skipped, failed })];
}

/** Slack cuts long cells, and the message already explains the failed checks. So the table has no notes. */
function dataChecks({ checks }: ReplyData<'data check'>): readonly KnownBlock[] {
  const columns = CHECK_HEADINGS.slice(0, -1).map((heading) => ({ heading, align: 'left' }) as const);
  const rows = checks.map((check) => checkRow(check).slice(0, -1));
  return [tableBlock(columns, rows)];
}

function batches(data: ReplyData<'batch list'>): readonly KnownBlock[] {
  const rows = data.batches.map((batch) => ({
    date: batch.game_date,
    state: batch.result ?? batch.state,
    predicted: `${batch.predicted} of ${batch.expected}`,
    missing: batch.missing,
    seconds: batch.seconds,
    batch: batch.batch_id,
  }));
  return rows.length === 0 ? [] : rowsBlocks(rows);
}

function slate({ predictions, batch_id, shows, headline_model }: ReplyData<'predict slate'>): readonly KnownBlock[] {
  if (predictions.length === 0) return [];
  const shown = predictions.slice(0, PLAYERS_SHOWN);
  const lines = shows === 'models' ? slateModelsLines(shown, headline_model) : shown.map(slateLine);
  if (batch_id === null) return [bullets(...lines)];
  const open = button({ label: 'Full slate', actionId: ACTION.openSlate, id: batch_id });
  return [bullets(...lines), { type: 'actions', elements: [open] }];
}

function recordPicksList({ picks }: ReplyData<'results record'>): readonly KnownBlock[] {
  return picks.length === 0 ? [] : [pickBullets(picks.slice(0, PICKS_SHOWN), [])];
}

function nightRows(data: ReplyData<'results show'>): readonly KnownBlock[] {
  return [nightTable(data), nightAccuracy(data)];
}

function models(data: ReplyData<'models list'>): readonly KnownBlock[] {
  const rows = data.models.map(({ hold_out: graded, ...model }) => ({
    model: model.system_id,
    kind: model.kind,
    'avg error': graded?.mae ?? null,
    bias: graded?.bias ?? null,
    games: graded?.games ?? null,
    version: model.version,
    hash: model.sha256?.slice(0, HASH_DIGITS_SHOWN) ?? null,
    'trained on': model.trained_from === null ? null : `${model.trained_from} to ${model.trained_to}`,
    features: model.features,
    'above %': graded === null ? null : graded.share_above * 100,
  }));
  return rowsBlocks(rows);
}
