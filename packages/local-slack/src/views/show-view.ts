import { MethodError } from '../method-error.ts';
import { PageView } from '../page-protocol.ts';
import type { Workspace } from '../workspace.ts';
import { newView, updatedView, viewContentOf } from './make-view.ts';
import type { View } from './view.ts';
import type { StackedView } from './view-stacks.ts';

/** Opens a modal, which replaces all open modals of the user. */
export function openView(workspace: Workspace, user: string, value: unknown): View {
  const view = newView(workspace, modal(workspace, value));
  workspace.views.open(user, view);
  workspace.live.send({ type: 'view-opened', view: pageView(view) }, { user });
  return view;
}

/** Pushes a modal onto the stack. Throws `MethodError`: `push_limit_reached`, `not_found`. */
export function pushView(workspace: Workspace, user: string, value: unknown): View {
  const content = modal(workspace, value);
  const view = newView(workspace, content, workspace.views.stackOf(user)[0]);
  workspace.views.push(user, view);
  workspace.live.send({ type: 'view-opened', view: pageView(view) }, { user });
  return view;
}

/** Replaces the content of an open modal. Throws `MethodError`: `hash_conflict`. */
export function updateView(workspace: Workspace, { user, view }: StackedView, { value, hash }: ViewUpdate): View {
  if (hash !== undefined && hash !== view.hash) throw new MethodError('hash_conflict');
  const updated = updatedView(workspace, view, modal(workspace, value, view));
  workspace.views.replace(updated);
  workspace.live.send({ type: 'view-updated', view: pageView(updated) }, { user });
  return updated;
}

interface ViewUpdate {
  readonly value: unknown;
  readonly hash?: string | undefined;
}

export function closeViews(workspace: Workspace, user: string, views: readonly View[]): void {
  for (const { id } of views) {
    workspace.views.pop(id);
    workspace.live.send({ type: 'view-closed', view_id: id }, { user });
  }
}

/** Converts a view to the form that the page receives. */
export function pageView(view: View): PageView {
  return PageView.parse(view);
}

function modal(workspace: Workspace, value: unknown, current?: View) {
  const content = viewContentOf(workspace, value);
  if (content.type !== 'modal') throw new MethodError('invalid_arguments');
  const sameExternalId = workspace.views.findExternal(content.external_id);
  if (sameExternalId !== undefined && sameExternalId.view.id !== current?.id)
    throw new MethodError('duplicate_external_id');
  return content;
}
