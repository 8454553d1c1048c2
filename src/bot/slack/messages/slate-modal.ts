import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import type { SlatePlayer } from '../../../operations/predict/slate-player.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count, inWords } from './figures.ts';
import { bullets, line, paragraph, sentence, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { slateLine, slateModelsLines } from './slate-players.ts';

export const PLAYERS_A_PAGE = 20;
const MAX_TITLE = 24;

/** The data that the bot keeps in the modal that shows a slate. */
export const SlatePosition = z.object({
  batch_id: z.string().regex(/^[\w.:-]{1,200}$/),
  page: z.number().int().min(0),
  /** What the modal shows of each player. Modals of older releases do not have this field. */
  shows: z.enum(['projections', 'models']).default('projections'),
});
export type SlatePosition = z.infer<typeof SlatePosition>;

interface SlateView {
  readonly gameDate: string;
  readonly position: SlatePosition;
  /** The id of the model that gives the projections. */
  readonly headlineModel: string;
  /** The number of players in the slate. */
  readonly total: number;
}

/** Builds the modal with one page of a slate. */
export function slateModal(
  onPage: readonly SlatePlayer[],
  { gameDate, position, headlineModel, total }: SlateView,
): ModalView {
  const pages = slatePages(total);
  const first = position.page * PLAYERS_A_PAGE;
  const where =
    onPage.length === 0
      ? 'The predictions were removed.'
      : `Players ${count(first + 1)} to ${count(first + onPage.length)} of ${count(total)}, largest edge first. Projections by ${inWords(headlineModel)}.`;
  const lines = position.shows === 'models' ? slateModelsLines(onPage, headlineModel) : onPage.map(slateLine);
  return modal(`Slate of ${gameDate}`, position, [
    paragraph(line(words(where))),
    ...slateButtons(position.page, pages, position.shows),
    ...(onPage.length === 0 ? [] : [bullets(...lines)]),
  ]);
}

/** Returns the number of pages of a slate. An empty slate has one page. */
export function slatePages(players: number): number {
  return Math.max(1, Math.ceil(players / PLAYERS_A_PAGE));
}

/**
 * Builds a placeholder modal. It is opened before the slate is read, because Slack opens a modal only within three
 * seconds of the click.
 */
export function loadingModal(position: SlatePosition): ModalView {
  return modal('Slate', position, [paragraph(line(words('Loading the predictions…')))]);
}

/** Builds the modal that shows an error instead of a page of the slate. */
export function failedModal(position: SlatePosition, message: string): ModalView {
  return modal('Slate', position, [paragraph(sentence(message))]);
}

function modal(title: string, position: SlatePosition, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'slate',
    private_metadata: JSON.stringify(position),
    title: { type: 'plain_text', text: safeText(title, MAX_TITLE), emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks,
  };
}

/**
 * Each button carries the number of the page that it opens, so a double click does not skip a page. The last button
 * changes what the modal shows of each player.
 */
function slateButtons(page: number, pages: number, shows: SlatePosition['shows']): readonly ActionsBlock[] {
  const other =
    shows === 'models'
      ? button({ label: 'Show picks', actionId: ACTION.showPicks, id: String(page) })
      : button({ label: 'Compare models', actionId: ACTION.compareModels, id: String(page) });
  const elements = [
    ...(page > 0 ? [button({ label: '‹ Previous', actionId: ACTION.previousPage, id: String(page - 1) })] : []),
    ...(page < pages - 1 ? [button({ label: 'Next ›', actionId: ACTION.nextPage, id: String(page + 1) })] : []),
    other,
  ];
  return [{ type: 'actions', elements }];
}
