import { WebAPIPlatformError } from '@slack/web-api';
import * as z from 'zod';
import { type Actor, personAt } from '../../../coordination/identity/actor.ts';
import { batchStatus } from '../../../operations/batch/status.ts';
import { answeredData } from '../../../operations/kit/answered-data.ts';
import { failureOf } from '../../../operations/kit/failure.ts';
import { showSlate } from '../../../operations/predict/slate.ts';
import { failedModal, loadingModal, SlatePosition, slateModal } from '../messages/slate-modal.ts';
import { slatePlayers } from '../messages/slate-players.ts';
import { type ActionPayload, personOfAction } from '../payloads.ts';
import type { SlackContext } from '../slack-context.ts';

const PageNumber = z.coerce.number().int().min(0);

/** Opens the modal with the first page of a batch's slate. */
export async function openSlateModal(desk: SlackContext, payload: ActionPayload, batchId: string): Promise<void> {
  const position: SlatePosition = { batch_id: batchId, page: 0 };
  const opened = await desk.answers.views.open({ trigger_id: payload.trigger_id, view: loadingModal(position) });
  const view = z.object({ id: z.string(), hash: z.string() }).parse(opened.view);
  await showPage(desk, { position, view, payload });
}

/** Shows another page in the modal that is open. */
export async function turnPage(desk: SlackContext, payload: ActionPayload, page: string): Promise<void> {
  const view = z.object({ id: z.string(), hash: z.string(), private_metadata: z.string() }).parse(payload.view);
  const { batch_id } = SlatePosition.parse(JSON.parse(view.private_metadata));
  await showPage(desk, { position: { batch_id, page: PageNumber.parse(page) }, view, payload });
}

interface Page {
  readonly position: SlatePosition;
  readonly view: { readonly id: string; readonly hash: string };
  readonly payload: ActionPayload;
}

/** A modal has no place for an answer beside it, so what goes wrong is said in it. */
async function showPage(desk: SlackContext, { position, view, payload }: Page): Promise<void> {
  const actor = personAt('slack', personOfAction(payload));
  const asked = { actor, request: payload.trigger_id };
  const modal = await readPage(desk, position, asked).catch((error: unknown) => {
    const failure = failureOf(error);
    if (failure.kind === 'defect') desk.app.log.error({ error }, 'A page of a slate met a defect');
    return failedModal(position, failure.message);
  });
  await desk.answers.views.update({ view_id: view.id, hash: view.hash, view: modal }).catch(ignoreNewerView);
}

interface Asked {
  readonly actor: Actor;
  readonly request: string;
}

async function readPage({ app }: SlackContext, position: SlatePosition, asked: Asked) {
  const call = { ...asked, progress: () => undefined };
  const batch = await batchStatus.run(app, { ...call, input: { id: position.batch_id } });
  const { game_date } = answeredData(batch);
  const slate = answeredData(await showSlate.run(app, { ...call, input: { date: game_date } }));
  return slateModal(slatePlayers(slate), { gameDate: game_date, position });
}

/** Two quick clicks: the view has changed since the first, whose page is shown, or was closed. */
function ignoreNewerView(error: unknown): void {
  if (error instanceof WebAPIPlatformError && ['hash_conflict', 'not_found'].includes(error.data.error)) return;
  throw error;
}
