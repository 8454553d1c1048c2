import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageImage, TextObject } from '../../model/block-element.ts';
import { safeHref } from '../../model/rich-node.ts';
import { TextInline } from '../text-object.ts';

interface ImageProps {
  readonly block: PageImage & { readonly title?: TextObject | undefined };
}

/** Shows a picture. A picture on another site becomes a link, because the page loads nothing from other sites. */
export function ImageBlock({ block }: ImageProps): VNode {
  const { title, alt_text } = block;
  const address = addressOf(block);
  const [isBroken, setIsBroken] = useState(false);
  const isOwn = address !== null && new URL(address).origin === location.origin;
  return html`<figure class="image-block">
    ${title !== undefined && html`<figcaption><${TextInline} text=${title} /></figcaption>`}
    ${
      isOwn && !isBroken
        ? html`<a href=${address} target="_blank" rel="noopener noreferrer"><img src=${address} alt=${alt_text} loading="lazy" onError=${() => setIsBroken(true)} /></a>`
        : html`<${ImageLink} address=${address} alt=${alt_text} />`
    }
  </figure>`;
}

/** Shows a small picture within a line of text or next to a section. */
export function SmallImage({ image }: { readonly image: PageImage }): VNode {
  const address = addressOf(image);
  return address !== null && new URL(address).origin === location.origin
    ? html`<img class="small-image" src=${address} alt=${image.alt_text} title=${image.alt_text} />`
    : html`<span class="small-image small-image-external" role="img" aria-label=${image.alt_text} title=${image.alt_text}>🖼</span>`;
}

function ImageLink({ address, alt }: { readonly address: string | null; readonly alt: string }): VNode {
  const label = html`<span aria-hidden="true">🖼</span> <bdi>${alt}</bdi>`;
  return address === null
    ? html`<span class="image-external">${label}</span>`
    : html`<a class="image-external" href=${address} target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function addressOf({ image_url, slack_file }: PageImage): string | null {
  const given = image_url ?? slack_file?.url ?? (slack_file?.id === undefined ? null : `/files/${slack_file.id}/image`);
  return given === null ? null : safeHref(new URL(given, location.href).href);
}
