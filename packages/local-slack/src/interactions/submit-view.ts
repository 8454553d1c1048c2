import * as z from 'zod';
import { inputErrors } from '../blocks/block-state.ts';
import { MethodError } from '../method-error.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import { filledView } from '../views/make-view.ts';
import { closeViews, pushView, updateView } from '../views/show-view.ts';
import type { View } from '../views/view.ts';
import { interaction, notTaken, type Person } from './interaction-payload.ts';

const ViewAnswer = z.union([
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.enum(['update', 'push']), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.undefined().optional() }),
]);
type ViewAnswer = z.infer<typeof ViewAnswer>;

/** A modal is submitted: what Slack finds wrong comes back at once, the rest is for the app to say in its acknowledgement. */
export async function submitView(person: Person, act: Extract<PageAct, { type: 'submit-view' }>): Promise<PageAnswer> {
  const { workspace, user } = person;
  const view = filledView(topView(person, act.view_id), act.values);
  workspace.views.replace(view);
  const errors = inputErrors(view.blocks, view.state.values);
  if (Object.keys(errors).length > 0) return showErrors(person, view.id, errors);
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: { type: 'view_submission', ...interaction({ workspace, user }), view, response_urls: [] },
  });
  if (delivered.kind === 'failed') return notTaken(workspace, delivered.error, 'Submitting');
  const answer = ViewAnswer.safeParse(delivered.payload);
  if (!answer.success) return refused(workspace.identity.bot.name, 'invalid_response_action');
  try {
    return obey(person, view.id, answer.data);
  } catch (error) {
    if (error instanceof MethodError) return refused(workspace.identity.bot.name, error.code);
    throw error;
  }
}

/** A modal is dismissed; the app hears of those that asked for it. */
export function closeView(person: Person, act: Extract<PageAct, { type: 'close-view' }>): PageAnswer {
  const { workspace, user } = person;
  const stack = workspace.views.stackOf(user.id);
  const top = topView(person, act.view_id);
  const isCleared = act.all || top.clear_on_close;
  const closed = isCleared ? stack : [top];
  closeViews(workspace, user.id, closed);
  for (const view of closed.filter(({ notify_on_close: notify }) => notify)) {
    const { trigger_id: _, ...common } = interaction(person);
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

function obey(person: Person, viewId: string, answer: ViewAnswer): PageAnswer {
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
  return { ok: false, error, message: `${bot} answered with a view that Slack refuses (${error}).` };
}
