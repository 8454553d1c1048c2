import type { StoredFile } from '../store/file-store.ts';
import type { Content } from './response.ts';

/** The MIME types of files that a browser shows without running code in them. */
const SHOWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The HTML, script and styles of the workspace's page. */
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

/** Returns the HTTP content for an uploaded file. Browsers show pictures and download all other files. */
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
 * The answer to the URL that local-slack prints. This page navigates to `/`, because after a redirect from another site
 * a browser would not send the new SameSite=Strict cookie.
 */
export const REDIRECT_TO_PAGE: Content = {
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Slack</title><a href="/">Open the workspace</a>',
};

export const SIGN_IN_REQUIRED: Content = {
  status: 401,
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><meta charset="utf-8"><title>Not signed in</title><p>Open the address that local-slack printed when it started. It contains the key that signs a browser in.',
};
