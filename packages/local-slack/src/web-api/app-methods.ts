import * as z from 'zod';
import { MethodError } from '../method-error.ts';
import { IdArgument, type Method, method } from './method.ts';

const authTest = method({
  token: 'any',
  scopes: [],
  args: z.object({}),
  run: ({ identity: { team, bot, appId }, origin }) => ({
    url: `${origin}/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.user,
    bot_id: bot.id,
    app_id: appId,
    is_enterprise_install: false,
  }),
});

const connectionsOpen = method({
  token: 'app',
  scopes: [],
  args: z.object({}),
  run: ({ sockets, origin, identity }) => {
    const ticket = sockets.issueTicket();
    if (ticket === undefined) throw new MethodError('too_many_websockets');
    return { url: `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${identity.appId}` };
  },
});

const apiTest = method({ token: 'any', scopes: [], args: z.object({}), run: () => ({}) });

const teamInfo = method({
  scopes: ['team:read'],
  args: z.object({}),
  run: ({ identity: { team } }) => ({ team: { ...team, email_domain: '', icon: { image_default: true } } }),
});

const botsInfo = method({
  scopes: ['users:read'],
  args: z.object({ bot: IdArgument.optional() }),
  run: ({ identity: { bot, appId } }, args) => {
    if (args.bot !== undefined && args.bot !== bot.id) throw new MethodError('bot_not_found');
    return { bot: { id: bot.id, deleted: false, name: bot.name, app_id: appId, user_id: bot.user, icons: {} } };
  },
});

export const APP_METHODS = {
  'api.test': apiTest,
  'auth.test': authTest,
  'apps.connections.open': connectionsOpen,
  'team.info': teamInfo,
  'bots.info': botsInfo,
} satisfies Record<string, Method>;
