import { type BlockState, blockStateOf } from '../blocks/block-state.ts';
import { isUploadedPicture } from '../messages/uploaded-picture.ts';
import type { Workspace } from '../workspace.ts';
import { checkView } from './check-view.ts';
import type { View, ViewContent } from './view.ts';

const MS_PER_SECOND = 1_000;

/** Checks a view that an app sent. Throws `MethodError` as `checkView` does. */
export function viewContentOf(workspace: Workspace, value: unknown): ViewContent {
  return checkView(value, {
    newId: () => workspace.newId(''),
    unknownTypes: workspace.faults.unknownBlocks(),
    isPicture: (file) => isUploadedPicture(workspace, file),
  });
}

/** Creates a view. `below` is the view under the new view on the stack of modals. */
export function newView(workspace: Workspace, content: ViewContent, below?: View): View {
  const id = workspace.newId('V');
  const { team, appId, bot } = workspace.identity;
  return {
    ...content,
    id,
    team_id: team.id,
    app_id: appId,
    bot_id: bot.id,
    app_installed_team_id: team.id,
    hash: newHash(workspace),
    state: { values: blockStateOf(content.blocks, {}) },
    root_view_id: below?.root_view_id ?? id,
    previous_view_id: below?.id ?? null,
  };
}

/** Returns a view with new content. Values that the user typed stay if the new content has the same blocks. */
export function updatedView(workspace: Workspace, view: View, content: ViewContent): View {
  const { id, team_id, app_id, bot_id, app_installed_team_id, root_view_id, previous_view_id } = view;
  return {
    ...content,
    ...{ id, team_id, app_id, bot_id, app_installed_team_id, root_view_id, previous_view_id },
    hash: newHash(workspace),
    state: { values: blockStateOf(content.blocks, view.state.values) },
  };
}

/** Returns a view with the values that its user has entered. */
export function filledView(view: View, given: BlockState): View {
  return { ...view, state: { values: blockStateOf(view.blocks, given) } };
}

function newHash({ clock, newId }: Workspace): string {
  return `${Math.floor(clock.now() / MS_PER_SECOND)}.${newId('')}`;
}
