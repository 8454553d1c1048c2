import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageMessage } from '../../page-protocol.ts';

const KB = 1_024;

/** The files that came with a message. */
export function Files({ files }: { readonly files: NonNullable<PageMessage['files']> }): VNode {
  return html`<ul class="files">${files.map(
    ({ id, name, title, size }) =>
      html`<li key=${id} class="file"><span aria-hidden="true">📄</span> <bdi>${title ?? name}</bdi> <small>${Math.max(1, Math.round(size / KB))} kB</small></li>`,
  )}</ul>`;
}
