import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import type { Message, VisibleMessage } from './message.ts';
import { announce } from './post-message.ts';

export interface Reaction {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  /** The name of the emoji without colons. */
  readonly name: string;
}

/** Adds a reaction. Throws `MethodError`: `message_not_found`, `invalid_name`, `already_reacted`. */
export function addReaction(workspace: Workspace, reaction: Reaction): void {
  const message = messageOf(workspace, reaction);
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(reaction.name)) throw new MethodError('invalid_name');
  const users = usersOf(message, reaction.name);
  if (users.includes(reaction.user)) throw new MethodError('already_reacted');
  save(workspace, message, { name: reaction.name, users: [...users, reaction.user] });
  emitReaction(workspace, message, { ...reaction, type: 'reaction_added' });
}

/** Removes a reaction. Throws `MethodError`: `message_not_found`, `no_reaction`. */
export function removeReaction(workspace: Workspace, reaction: Reaction): void {
  const message = messageOf(workspace, reaction);
  const users = usersOf(message, reaction.name);
  if (!users.includes(reaction.user)) throw new MethodError('no_reaction');
  save(workspace, message, { name: reaction.name, users: users.filter((user) => user !== reaction.user) });
  emitReaction(workspace, message, { ...reaction, type: 'reaction_removed' });
}

function messageOf(workspace: Workspace, { channel, ts }: Reaction): VisibleMessage {
  const message = workspace.messages.get(channel, ts);
  if (message === undefined) throw new MethodError('message_not_found');
  return message;
}

function usersOf(message: Message, name: string): readonly string[] {
  return message.reactions?.find((reaction) => reaction.name === name)?.users ?? [];
}

function save(workspace: Workspace, message: VisibleMessage, changed: { name: string; users: string[] }): void {
  const before = message.reactions ?? [];
  const entry = { ...changed, count: changed.users.length };
  const isKnown = before.some(({ name }) => name === changed.name);
  const after = isKnown ? before.map((one) => (one.name === changed.name ? entry : one)) : [...before, entry];
  const reactions = after.filter(({ count }) => count > 0);
  workspace.messages.put({ ...message, reactions });
  const channel = workspace.directory.channel(message.channel);
  if (channel !== undefined)
    announce(workspace, { type: 'reaction', channel: channel.id, ts: message.ts, reactions }, channel);
}

function emitReaction(workspace: Workspace, message: Message, event: Reaction & { type: string }): void {
  workspace.emit(event.type, {
    type: event.type,
    user: event.user,
    reaction: event.name,
    item_user: message.user,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    event_ts: workspace.nextTs(),
  });
}
