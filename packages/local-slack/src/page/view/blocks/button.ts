import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Button } from '../../model/block-element.ts';
import { safeHref } from '../../model/rich-node.ts';
import { TextInline } from '../text-object.ts';
import type { ElementProps } from './element-props.ts';
import { useSurface } from './surface.ts';

/** A Block Kit button. After a click it is disabled until the app has acknowledged the click. */
export function ButtonElement({ block_id, element }: ElementProps<Button>): VNode {
  const { use } = useSurface();
  const [isBusy, setIsBusy] = useState(false);
  const press = async () => {
    setIsBusy(true);
    const { type, value, url } = element;
    const href = url === undefined ? null : safeHref(url);
    if (href !== null) window.open(href, '_blank', 'noopener');
    await use(block_id, element, { type, ...(value === undefined ? {} : { value }) });
    setIsBusy(false);
  };
  return html`<button
    type="button"
    class=${`button button-${element.style ?? 'plain'}`}
    aria-label=${element.accessibility_label}
    aria-busy=${isBusy}
    disabled=${isBusy}
    onClick=${press}
  ><${TextInline} text=${element.text} /></button>`;
}
