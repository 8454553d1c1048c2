import * as z from 'zod';
import { MethodError } from '../method-error.ts';
import type { User } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';
import { cursorArgument, pageOf } from './cursor.ts';
import { type Fields, IdArgument, limitArgument, type Method, method } from './method.ts';

const ZONE = { tz: 'America/New_York', tz_label: 'Eastern Standard Time', tz_offset: -18_000 };

const info = method({
  scopes: ['users:read'],
  args: z.object({ user: IdArgument }),
  run: (workspace, args) => {
    const user = workspace.directory.user(args.user);
    if (user === undefined) throw new MethodError('user_not_found');
    return { user: slackUser(workspace, user) };
  },
});

const list = method({
  scopes: ['users:read'],
  args: z.object({ limit: limitArgument(200), cursor: cursorArgument }),
  run: (workspace, args) => {
    const { items, metadata } = pageOf(workspace.directory.users(), args);
    return { members: items.map((user) => slackUser(workspace, user)), response_metadata: metadata };
  },
});

const presence = method({
  scopes: ['users:read'],
  args: z.object({ user: IdArgument }),
  run: () => ({ presence: 'active' }),
});

export const USER_METHODS = {
  'users.info': info,
  'users.list': list,
  'users.getPresence': presence,
} satisfies Record<string, Method>;

/** Converts a stored user to Slack's user object. */
function slackUser({ identity }: Workspace, user: User): Fields {
  const { id, name, real_name: realName, is_admin: isAdmin, is_bot: isBot } = user;
  return {
    id,
    team_id: identity.team.id,
    name,
    real_name: realName,
    deleted: false,
    ...ZONE,
    profile: { real_name: realName, display_name: name, real_name_normalized: realName, display_name_normalized: name },
    is_admin: isAdmin,
    is_owner: isAdmin,
    is_bot: isBot,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    updated: 0,
  };
}
