import * as z from 'zod';
import { addReaction, removeReaction } from '../messages/react.ts';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import { channelArgument } from './channel-argument.ts';
import { IdArgument, type Method, method } from './method.ts';

const reaction = z.object({ channel: IdArgument, timestamp: IdArgument, name: z.string().min(1).max(100) });

const add = method({
  scopes: ['reactions:write'],
  args: reaction,
  run: (workspace, args) => {
    addReaction(workspace, byBot(workspace, args));
    return {};
  },
});

const remove = method({
  scopes: ['reactions:write'],
  args: reaction,
  run: (workspace, args) => {
    removeReaction(workspace, byBot(workspace, args));
    return {};
  },
});

const get = method({
  scopes: ['reactions:read'],
  args: reaction.omit({ name: true }),
  run: (workspace, args) => {
    const channel = channelArgument(workspace, args.channel).id;
    const message = workspace.messages.get(channel, args.timestamp);
    if (message === undefined) throw new MethodError('message_not_found');
    return { type: 'message', channel, message };
  },
});

export const REACTION_METHODS = {
  'reactions.add': add,
  'reactions.remove': remove,
  'reactions.get': get,
} satisfies Record<string, Method>;

function byBot(workspace: Workspace, { channel, timestamp, name }: z.infer<typeof reaction>) {
  const { id } = channelArgument(workspace, channel);
  return { user: workspace.identity.bot.user, channel: id, ts: timestamp, name: name.replaceAll(/^:|:$/g, '') };
}
