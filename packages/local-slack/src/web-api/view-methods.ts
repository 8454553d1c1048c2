import * as z from 'zod';
import { MethodError } from '../method-error.ts';
import { newView, viewContentOf } from '../views/make-view.ts';
import { openView, pageView, pushView, updateView } from '../views/show-view.ts';
import { IdArgument, JsonArgument, type Method, method } from './method.ts';

const opening = z.object({ trigger_id: z.string(), view: JsonArgument });

const open = method({
  scopes: [],
  args: opening,
  run: (workspace, args) => {
    viewContentOf(workspace, args.view);
    const user = workspace.triggers.exchange(args.trigger_id);
    return { view: openView(workspace, user, args.view) };
  },
});

const push = method({
  scopes: [],
  args: opening,
  run: (workspace, args) => {
    viewContentOf(workspace, args.view);
    const user = workspace.triggers.exchange(args.trigger_id);
    return { view: pushView(workspace, user, args.view) };
  },
});

const update = method({
  scopes: [],
  args: z.object({
    view: JsonArgument,
    view_id: IdArgument.optional(),
    external_id: z.string().max(255).optional(),
    hash: IdArgument.optional(),
  }),
  run: (workspace, args) => {
    const { view_id: id, external_id: externalId = '' } = args;
    const found = id === undefined ? workspace.views.findExternal(externalId) : workspace.views.find(id);
    if (found === undefined) throw new MethodError('not_found');
    return { view: updateView(workspace, found, { value: args.view, hash: args.hash }) };
  },
});

const publish = method({
  scopes: [],
  args: z.object({ user_id: IdArgument, view: JsonArgument, hash: IdArgument.optional() }),
  run: (workspace, args) => {
    const user = workspace.directory.user(args.user_id);
    if (user === undefined || user.is_bot) throw new MethodError('user_not_found');
    if (!workspace.manifest.features.app_home.home_tab_enabled) throw new MethodError('not_enabled');
    const content = viewContentOf(workspace, args.view);
    if (content.type !== 'home') throw new MethodError('invalid_arguments');
    const before = workspace.homes.get(user.id);
    if (args.hash !== undefined && args.hash !== before?.hash) throw new MethodError('hash_conflict');
    const fresh = pageView(newView(workspace, content));
    const id = before?.id ?? fresh.id;
    const view = { ...fresh, id, root_view_id: id };
    workspace.homes.put(user.id, view);
    workspace.live.send({ type: 'home', user: workspace.identity.bot.user, view }, { user: user.id });
    return { view };
  },
});

export const VIEW_METHODS = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
} satisfies Record<string, Method>;
