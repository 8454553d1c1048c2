import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageMessage } from '../../page-protocol.ts';

type File = NonNullable<PageMessage['files']>[number];

const KB = 1_024;
const PICTURE = /\.(?:png|jpe?g|gif|webp)$/i;

/** Shows the files of a message. Pictures are shown inline. */
export function Files({ files }: { readonly files: readonly File[] }): VNode {
  return html`<ul class="files">${files.map((file) => html`<li key=${file.id}><${FileLink} file=${file} /></li>`)}</ul>`;
}

function FileLink({ file: { id, name, title, size } }: { readonly file: File }): VNode {
  const href = `/files/${id}/${encodeURIComponent(name)}`;
  return html`<a class="file" href=${href} target="_blank" rel="noopener noreferrer">
    ${PICTURE.test(name) && html`<img src=${href} alt=${title ?? name} loading="lazy" />`}
    <span><bdi>${title ?? name}</bdi> <small>${Math.max(1, Math.round(size / KB))} kB</small></span>
  </a>`;
}
