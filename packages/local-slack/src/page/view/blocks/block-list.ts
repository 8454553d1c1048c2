import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ContextBlock, PageBlock, SectionBlock } from '../../model/block.ts';
import { withEmoji } from '../../model/emoji.ts';
import { markdownFlow } from '../../model/markdown.ts';
import { type RichTextBlock, richTextFlow } from '../../model/rich-text-block.ts';
import { RichTextView } from '../rich-text.ts';
import { TextBlock, TextInline } from '../text-object.ts';
import { ElementView } from './element.ts';
import { ImageBlock, SmallImage } from './image.ts';
import { InputBlockView } from './input-block.ts';
import { type Surface, SurfaceContext } from './surface.ts';
import { TableBlockView } from './table-block.ts';

export function BlockList({
  blocks,
  surface,
}: {
  readonly blocks: readonly PageBlock[];
  readonly surface: Surface;
}): VNode {
  return html`<${SurfaceContext.Provider} value=${surface}>
    <div class="blocks">${blocks.map((block) => html`<${DRAWINGS[block.type]} key=${block.block_id} block=${block} />`)}</div>
  <//>`;
}

type BlockOf<Type extends PageBlock['type']> = Extract<PageBlock, { type: Type }>;
type Drawings = { readonly [Type in PageBlock['type']]: (props: { readonly block: BlockOf<Type> }) => VNode };

const DRAWINGS: Drawings = {
  section: Section,
  context: Context,
  actions: Actions,
  header: Header,
  divider: Divider,
  input: InputBlockView,
  rich_text: RichTextBlockView,
  markdown: Markdown,
  image: ImageBlock,
  alert: Alert,
  table: TableBlockView,
  data_table: TableBlockView,
  unknown: Unknown,
};

function Actions({ block: { block_id, elements } }: { readonly block: BlockOf<'actions'> }): VNode {
  return html`<div class="actions">
    ${elements.map((element) => html`<${ElementView} key=${keyOf(element)} block_id=${block_id} element=${element} />`)}
  </div>`;
}

function Header({ block: { text } }: { readonly block: BlockOf<'header'> }): VNode {
  return html`<h3 class="block-header"><bdi>${withEmoji(text.text)}</bdi></h3>`;
}

function Divider(): VNode {
  return html`<hr class="block-divider" />`;
}

function Alert({ block: { level, text } }: { readonly block: BlockOf<'alert'> }): VNode {
  return html`<div class=${`alert alert-${level}`} role="note"><${TextBlock} text=${text} /></div>`;
}

function Unknown({ block: { name } }: { readonly block: BlockOf<'unknown'> }): VNode {
  return html`<p class="unknown-block">This page does not show blocks of type “${name}”.</p>`;
}

function Section({ block }: { readonly block: SectionBlock }): VNode {
  const { text, fields, accessory } = block;
  return html`<div class=${accessory === undefined ? 'section' : 'section section-with-accessory'}>
    <div class="section-body">
      ${text !== undefined && html`<${TextBlock} text=${text} />`}
      ${fields.length > 0 && html`<div class="fields">${fields.map((field) => html`<div class="field"><${TextBlock} text=${field} /></div>`)}</div>`}
    </div>
    ${accessory !== undefined && html`<div class="section-accessory"><${ElementView} block_id=${block.block_id} element=${accessory} /></div>`}
  </div>`;
}

function Context({ block }: { readonly block: ContextBlock }): VNode {
  return html`<div class="context">
    ${block.elements.map((element) =>
      element.type === 'image'
        ? html`<${SmallImage} image=${element} />`
        : html`<span class="context-text"><${TextInline} text=${element} /></span>`,
    )}
  </div>`;
}

function Markdown({ block: { text } }: { readonly block: BlockOf<'markdown'> }): VNode {
  const flow = useMemo(() => markdownFlow(text), [text]);
  return html`<${RichTextView} flow=${flow} />`;
}

function RichTextBlockView({ block }: { readonly block: RichTextBlock }): VNode {
  const flow = useMemo(() => richTextFlow(block), [block]);
  return html`<${RichTextView} flow=${flow} />`;
}

function keyOf(element: object): string {
  return 'action_id' in element ? String(element.action_id) : '';
}
