import type { StoredFile } from '../store/file-store.ts';
import type { Content } from './response.ts';

/** Kinds that a browser shows without running them. */
const SHOWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The page's own files. */
export interface PageFiles {
  readonly html: string;
  readonly js: string;
  readonly css: string;
}

export function pageFile(path: string, { html, js, css }: PageFiles): Content | undefined {
  switch (path) {
    case '/':
      return { type: 'text/html; charset=utf-8', body: html };
    case '/page.js':
      return { type: 'text/javascript; charset=utf-8', body: js };
    case '/page.css':
      return { type: 'text/css; charset=utf-8', body: css };
    default:
      return undefined;
  }
}

/** An uploaded file: pictures are shown, everything else is downloaded. */
export function uploadedFile({ file, bytes }: StoredFile): Content {
  const isShown = SHOWN.includes(file.mimetype);
  const name = encodeURIComponent(file.name);
  return {
    type: isShown ? file.mimetype : 'application/octet-stream',
    body: bytes,
    headers: { 'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}` },
  };
}

/**
 * What follows the printed address: the page itself asks for `/`, because a browser that came from another site would not send a new
 * SameSite=Strict cookie along with a redirect.
 */
export const WELCOME: Content = {
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Slack</title><a href="/">Open the workspace</a>',
};

export const NOT_LET_IN: Content = {
  status: 401,
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><meta charset="utf-8"><title>Not let in</title><p>Open the address that was printed at the start: it has a key that works once. For a new one, start again.',
};
