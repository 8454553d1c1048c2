import { WebAPIPlatformError } from '@slack/web-api';
import * as z from 'zod';
import { type Actor, personAt } from '../../../coordination/identity/actor.ts';
import { batchStatus } from '../../../operations/batch/status.ts';
import { answeredData } from '../../../operations/kit/answered-data.ts';
import { failureOf } from '../../../operations/kit/failure.ts';
import { readSlatePage } from '../../../operations/predict/read-slate-page.ts';
import {
  failedModal,
  loadingModal,
  PLAYERS_A_PAGE,
  SlatePosition,
  slateModal,
  slatePages,
} from '../messages/slate-modal.ts';
import { type ActionPayload, personOfAction } from '../payloads.ts';
import type { SlackContext } from '../slack-context.ts';

const PageNumber = z.coerce.number().int().min(0);

/** Opens the modal with the first page of a batch's slate. */
export async function openSlateModal(context: SlackContext, payload: ActionPayload, batchId: string): Promise<void> {
  const position: SlatePosition = { batch_id: batchId, page: 0, shows: 'projections' };
  const opened = await context.client.views.open({ trigger_id: payload.trigger_id, view: loadingModal(position) });
  const view = z.object({ id: z.string(), hash: z.string() }).parse(opened.view);
  await showPage(context, { position, view, payload });
}

/** Shows another page of the slate in the modal that is already open. */
export async function turnPage(context: SlackContext, payload: ActionPayload, page: string): Promise<void> {
  const view = z.object({ id: z.string(), hash: z.string(), private_metadata: z.string() }).parse(payload.view);
  const position = SlatePosition.parse(JSON.parse(view.private_metadata));
  await showPage(context, { position: { ...position, page: PageNumber.parse(page) }, view, payload });
}

/** Shows the same page with the predictions of all models, or with the picks again. */
export async function changeSlateView(
  context: SlackContext,
  payload: ActionPayload,
  { page, shows }: { readonly page: string; readonly shows: SlatePosition['shows'] },
): Promise<void> {
  const view = z.object({ id: z.string(), hash: z.string(), private_metadata: z.string() }).parse(payload.view);
  const { batch_id } = SlatePosition.parse(JSON.parse(view.private_metadata));
  await showPage(context, { position: { batch_id, page: PageNumber.parse(page), shows }, view, payload });
}

interface SlatePage {
  readonly position: SlatePosition;
  readonly view: { readonly id: string; readonly hash: string };
  readonly payload: ActionPayload;
}

/** A click in a modal has no response URL, so an error is shown in the modal. */
async function showPage(context: SlackContext, { position, view, payload }: SlatePage): Promise<void> {
  const actor = personAt('slack', personOfAction(payload));
  const request = { actor, request: payload.trigger_id };
  const modal = await readPage(context, position, request).catch((error: unknown) => {
    const failure = failureOf(error);
    if (failure.kind === 'defect') context.app.log.error({ error }, 'A page of a slate failed because of a bug');
    return failedModal(position, failure.message);
  });
  await context.client.views.update({ view_id: view.id, hash: view.hash, view: modal }).catch(ignoreNewerView);
}

interface SlackRequest {
  readonly actor: Actor;
  readonly request: string;
}

/** Reads a page. A page number past the end shows the last page, because the slate may have lost players since. */
async function readPage({ app }: SlackContext, position: SlatePosition, request: SlackRequest) {
  const call = { ...request, progress: () => undefined };
  const batch = await batchStatus.run(app, { ...call, input: { id: position.batch_id } });
  const { game_date: gameDate } = answeredData(batch);
  const read = (index: number) => {
    const part = { skip: index * PLAYERS_A_PAGE, limit: PLAYERS_A_PAGE };
    return readSlatePage(app, { gameDate, models: position.shows === 'models', ...part });
  };
  const asked = await read(position.page);
  const page = Math.min(position.page, slatePages(asked.players) - 1);
  const { shown, players: total, headlineModel } = page === position.page ? asked : await read(page);
  return slateModal(shown, { gameDate, position: { ...position, page }, headlineModel, total });
}

/** Ignores the error that Slack returns when an earlier click has already changed or closed the modal. */
export function ignoreNewerView(error: unknown): void {
  if (error instanceof WebAPIPlatformError && ['hash_conflict', 'not_found'].includes(error.data.error)) return;
  throw error;
}
