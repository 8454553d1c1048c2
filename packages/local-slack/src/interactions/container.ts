import { type BlockState, blockStateOf } from '../blocks/block-state.ts';
import type { CheckedBlock, Message } from '../messages/message.ts';
import { MethodError } from '../method-error.ts';
import type { PageAct } from '../page-protocol.ts';
import { filledView } from '../views/make-view.ts';
import { type Person, payloadName, visibleChannel } from './interaction-payload.ts';

type Container = Extract<PageAct, { type: 'action' }>['container'];

/** What holds an element: its blocks, and what a payload says of it once the elements are filled in. */
export interface Holder {
  readonly blocks: readonly CheckedBlock[];
  payload(given: BlockState): Readonly<Record<string, unknown>>;
}

/** The message or view that a person uses. Throws `MethodError`: `message_not_found`, `not_found`, `channel_not_found`. */
export function holderOf(person: Person, container: Container): Holder {
  return container.type === 'view' ? viewHolder(person, container.view_id) : messageHolder(person, container);
}

function messageHolder(person: Person, container: Extract<Container, { type: 'message' }>): Holder {
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

function viewHolder({ workspace, user }: Person, viewId: string): Holder {
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
