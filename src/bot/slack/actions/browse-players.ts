import * as z from 'zod';
import { personAt } from '../../../coordination/identity/actor.ts';
import { listBatchPlayers } from '../../../operations/batch/players.ts';
import { answeredData } from '../../../operations/kit/answered-data.ts';
import { failureOf } from '../../../operations/kit/failure.ts';
import { PlayersPosition, playersModal, playersNotice } from '../messages/players-modal.ts';
import { type ActionPayload, personOfAction } from '../payloads.ts';
import type { SlackContext } from '../slack-context.ts';
import { ignoreNewerView } from './browse-slate.ts';

const OpenedView = z.object({ id: z.string(), hash: z.string() });
const PagedView = OpenedView.extend({ private_metadata: z.string() });
const PageNumber = z.coerce.number().int().min(1);

/** Opens the modal with the players of a batch. Slack opens a modal only within three seconds, so it is filled afterwards. */
export async function openPlayersModal(context: SlackContext, payload: ActionPayload, batchId: string): Promise<void> {
  const position = { batch_id: batchId, page: 1 };
  const view = playersNotice(position, 'Loading the players…');
  const opened = await context.client.views.open({ trigger_id: payload.trigger_id, view });
  await showPage(context, { position, view: OpenedView.parse(opened.view), payload });
}

/** Shows another page of the players in the modal that is already open. */
export async function turnPlayersPage(context: SlackContext, payload: ActionPayload, page: string): Promise<void> {
  const view = PagedView.parse(payload.view);
  const { batch_id } = PlayersPosition.parse(JSON.parse(view.private_metadata));
  await showPage(context, { position: { batch_id, page: PageNumber.parse(page) }, view, payload });
}

interface PlayersPage {
  readonly position: PlayersPosition;
  readonly view: z.infer<typeof OpenedView>;
  readonly payload: ActionPayload;
}

/** A click in a modal has no response URL, so an error is shown in the modal. */
async function showPage({ app, client }: SlackContext, { position, view, payload }: PlayersPage): Promise<void> {
  const actor = personAt('slack', personOfAction(payload));
  const call = { actor, request: payload.trigger_id, progress: () => undefined };
  const input = { id: position.batch_id, page: position.page };
  const modal = await listBatchPlayers.run(app, { ...call, input }).then(
    (outcome) => playersModal(answeredData(outcome)),
    (error: unknown) => {
      const failure = failureOf(error);
      if (failure.kind === 'defect') app.log.error({ error }, 'The players of a batch could not be shown');
      return playersNotice(position, failure.message);
    },
  );
  await client.views.update({ view_id: view.id, hash: view.hash, view: modal }).catch(ignoreNewerView);
}
