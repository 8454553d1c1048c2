import { type BlockState, blockStateOf } from '../blocks/block-state.ts';
import type { CheckedBlock, Message } from '../messages/message.ts';
import { MethodError } from '../method-error.ts';
import type { PageInteraction } from '../page-protocol.ts';
import { filledView } from '../views/make-view.ts';
import { type Person, payloadName, visibleChannel } from './interaction-payload.ts';

type Container = Extract<PageInteraction, { type: 'action' }>['container'];

/** The message or view that contains the Block Kit element that a person used. */
export interface ElementContainer {
  readonly blocks: readonly CheckedBlock[];
  payload(given: BlockState): Readonly<Record<string, unknown>>;
}

/** Finds the message or view of an interaction. Throws `MethodError`: `message_not_found`, `not_found`, `channel_not_found`. */
export function containerOf(person: Person, container: Container): ElementContainer {
  return container.type === 'view' ? viewContainer(person, container.view_id) : messageContainer(person, container);
}

function messageContainer(person: Person, container: Extract<Container, { type: 'message' }>): ElementContainer {
  const { workspace, user } = person;
  const channel = visibleChannel(person, container.channel_id);
  const ephemeral = workspace.ephemerals.get(container.message_ts);
  const isEphemeral = ephemeral !== undefined && ephemeral.user === user.id && ephemeral.message.channel === channel.id;
  const message = isEphemeral ? ephemeral.message : workspace.messages.get(channel.id, container.message_ts);
  if (message === undefined) throw new MethodError('message_not_found');
  const { ts, thread_ts: threadTs, blocks = [] } = message;
  return {
    blocks,
    payload: (given) => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...threadOf(message),
      },
      channel: { id: channel.id, name: payloadName(channel) },
      ...(isEphemeral ? {} : { message }),
      state: { values: blockStateOf(blocks, given) },
      response_url: `${workspace.origin}/response/${workspace.responseUrls.issue({
        user: user.id,
        channel: channel.id,
        threadTs,
        original: { ts, isEphemeral },
      })}`,
    }),
  };
}

function threadOf({ thread_ts: threadTs }: Message) {
  return threadTs === undefined ? {} : { thread_ts: threadTs };
}

function viewContainer({ workspace, user }: Person, viewId: string): ElementContainer {
  const open = workspace.views.find(viewId);
  if (open?.user === user.id) {
    return {
      blocks: open.view.blocks,
      payload: (given) => {
        const view = filledView(open.view, { ...open.view.state.values, ...given });
        workspace.views.replace(view);
        return { container: { type: 'view', view_id: viewId }, view };
      },
    };
  }
  const home = workspace.homes.get(user.id);
  if (home?.id !== viewId) throw new MethodError('not_found');
  const blocks = home.blocks.map((block) => ({ ...block, block_id: block.block_id ?? '' }));
  return {
    blocks,
    payload: (given) => ({
      container: { type: 'view', view_id: viewId },
      view: { ...home, state: { values: blockStateOf(blocks, given) } },
    }),
  };
}
