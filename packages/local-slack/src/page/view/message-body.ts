import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { PageMessage } from '../../page-protocol.ts';
import { mrkdwnFlow } from '../model/mrkdwn.ts';
import { BlockList } from './blocks/block-list.ts';
import { useBlocks } from './blocks/use-blocks.ts';
import { Files } from './files.ts';
import { RichTextView } from './rich-text.ts';

const LONG_CHARACTERS = 1_500;
const LONG_LINES = 25;
const NO_BLOCKS: NonNullable<PageMessage['blocks']> = [];
const NO_ERRORS = {};

/** Shows the content of a message: its blocks, or its text if it has no blocks. */
export function MessageBody({ message }: { readonly message: PageMessage }): VNode {
  const { blocks: raw = NO_BLOCKS, text, edited, bot_id } = message;
  const isCard = raw.length > 0 && bot_id !== undefined;
  return html`<div class=${isCard ? 'message-body message-card' : 'message-body'}>
    ${raw.length > 0 ? html`<${MessageBlocks} message=${message} raw=${raw} />` : html`<${LongText} text=${text} />`}
    ${message.files !== undefined && html`<${Files} files=${message.files} />`}
    ${edited !== undefined && bot_id === undefined && html`<span class="edited">(edited)</span>`}
  </div>`;
}

interface MessageBlocksProps {
  readonly message: PageMessage;
  readonly raw: NonNullable<PageMessage['blocks']>;
}

function MessageBlocks({ message, raw }: MessageBlocksProps): VNode {
  const { channel, ts, is_ephemeral = false } = message;
  const container = { type: 'message', channel_id: channel, message_ts: ts, is_ephemeral } as const;
  const { blocks, surface } = useBlocks(raw, { container, idPrefix: `message-${ts}`, errors: NO_ERRORS });
  return html`<${BlockList} blocks=${blocks} surface=${surface} />`;
}

function LongText({ text }: { readonly text: string }): VNode {
  const flow = useMemo(() => mrkdwnFlow(text), [text]);
  const isLong = text.length > LONG_CHARACTERS || text.split('\n').length > LONG_LINES;
  const [isWhole, setIsWhole] = useState(false);
  if (!isLong) return html`<${RichTextView} flow=${flow} />`;
  return html`<div>
    <div class=${isWhole ? '' : 'clamped'}><${RichTextView} flow=${flow} /></div>
    <button type="button" class="link-button" aria-expanded=${isWhole} onClick=${() => setIsWhole(!isWhole)}>${isWhole ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}</button>
  </div>`;
}
