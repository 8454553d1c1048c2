import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Option, Overflow } from '../../model/block-element.ts';
import { movedIndex } from '../../model/moved-index.ts';
import { safeHref } from '../../model/rich-node.ts';
import { TextInline } from '../text-object.ts';
import type { ElementProps } from './element-props.ts';
import { useSurface } from './surface.ts';
import { usePopup } from './use-popup.ts';

export function OverflowElement({ block_id, element }: ElementProps<Overflow>): VNode {
  const { use } = useSurface();
  const { isOpen, open, close, holder } = usePopup();
  const [active, setActive] = useState(0);
  const items = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const item = isOpen ? items.current?.children[active] : undefined;
    if (item instanceof HTMLElement) item.focus();
  }, [isOpen, active]);

  const choose = (option: Option) => {
    close();
    const href = option.url === undefined ? null : safeHref(option.url);
    if (href !== null) window.open(href, '_blank', 'noopener');
    void use(block_id, element, { type: element.type, selected_option: option });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    const next = movedIndex(event.key, active, element.options.length);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  };
  const toggle = () => {
    setActive(0);
    if (isOpen) close();
    else open();
  };
  return html`<div class="popup-holder" ref=${holder}>
    <button type="button" class="button button-plain button-icon" aria-haspopup="menu" aria-expanded=${isOpen} aria-label="More actions" onClick=${toggle}>
      <span aria-hidden="true">⋯</span>
    </button>
    ${
      isOpen &&
      html`<div class="popup popup-end" role="menu" ref=${items} onKeyDown=${onKeyDown}>
      ${element.options.map(
        (option, index) =>
          html`<button type="button" role="menuitem" class="popup-item" tabindex=${index === active ? 0 : -1} onClick=${() => choose(option)}>
            <${TextInline} text=${option.text} />
            ${option.description !== undefined && html`<small><${TextInline} text=${option.description} /></small>`}
          </button>`,
      )}
    </div>`
    }
  </div>`;
}
