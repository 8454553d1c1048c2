import * as z from 'zod';
import { inputErrors } from '../blocks/block-state.ts';
import { MethodError } from '../method-error.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import { filledView } from '../views/make-view.ts';
import { closeViews, pushView, updateView } from '../views/show-view.ts';
import type { View } from '../views/view.ts';
import { deliveryFailure, interactionPayload, type Person } from './interaction-payload.ts';

const ViewAnswer = z.union([
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.enum(['update', 'push']), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.undefined().optional() }),
]);
type ViewAnswer = z.infer<typeof ViewAnswer>;

/** Submits a modal. Slack validates the inputs first; the app answers in its acknowledgement. */
export async function submitView(
  person: Person,
  interaction: Extract<PageInteraction, { type: 'submit-view' }>,
): Promise<PageAnswer> {
  const { workspace, user } = person;
  const view = filledView(topView(person, interaction.view_id), interaction.values);
  workspace.views.replace(view);
  const errors = inputErrors(view.blocks, view.state.values);
  if (Object.keys(errors).length > 0) return showErrors(person, view.id, errors);
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: { type: 'view_submission', ...interactionPayload({ workspace, user }), view, response_urls: [] },
  });
  if (delivered.kind === 'failed') return deliveryFailure(workspace, delivered.error, 'The submission');
  const answer = ViewAnswer.safeParse(delivered.payload);
  if (!answer.success) return refused(workspace.identity.bot.name, 'invalid_response_action');
  try {
    return applyViewAnswer(person, view.id, answer.data);
  } catch (error) {
    if (error instanceof MethodError) return refused(workspace.identity.bot.name, error.code);
    throw error;
  }
}

/** Closes a modal. The app gets `view_closed` for views with `notify_on_close`. */
export function closeView(person: Person, interaction: Extract<PageInteraction, { type: 'close-view' }>): PageAnswer {
  const { workspace, user } = person;
  const stack = workspace.views.stackOf(user.id);
  const top = topView(person, interaction.view_id);
  const isCleared = interaction.all || top.clear_on_close;
  const closed = isCleared ? stack : [top];
  closeViews(workspace, user.id, closed);
  for (const view of closed.filter(({ notify_on_close: notify }) => notify)) {
    const { trigger_id: _, ...common } = interactionPayload(person);
    void workspace.deliver({
      kind: 'interactive',
      payload: { type: 'view_closed', ...common, view, is_cleared: isCleared },
    });
  }
  return { ok: true };
}

function topView({ workspace, user }: Person, viewId: string): View {
  const top = workspace.views.stackOf(user.id)[0];
  if (top === undefined || top.id !== viewId) throw new MethodError('not_found');
  return top;
}

function applyViewAnswer(person: Person, viewId: string, answer: ViewAnswer): PageAnswer {
  const { workspace, user } = person;
  const open = workspace.views.find(viewId);
  switch (answer.response_action) {
    case 'errors':
      return showErrors(person, viewId, answer.errors);
    case 'clear':
      closeViews(workspace, user.id, workspace.views.stackOf(user.id));
      return { ok: true };
    case 'push':
      pushView(workspace, user.id, answer.view);
      return { ok: true };
    case 'update':
      if (open !== undefined) updateView(workspace, open, { value: answer.view });
      return { ok: true };
    case undefined:
      closeViews(workspace, user.id, open === undefined ? [] : [open.view]);
      return { ok: true };
  }
}

function showErrors({ workspace, user }: Person, viewId: string, errors: Readonly<Record<string, string>>): PageAnswer {
  workspace.live.send({ type: 'view-errors', view_id: viewId, errors: { ...errors } }, { user: user.id });
  return { ok: false, error: 'view_errors', message: Object.values(errors).join(' ') };
}

function refused(bot: string, error: string): PageAnswer {
  return { ok: false, error, message: `${bot} answered with a view that Slack rejects (${error}).` };
}
