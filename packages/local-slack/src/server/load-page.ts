import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { PageFiles } from './page-files.ts';

const FOLDER = new URL('../page/', import.meta.url);

/**
 * Returns a function that loads the page once. The npm package contains the bundled page; the repository contains only
 * its sources, which are bundled first.
 */
export function pageLoader(): () => Promise<PageFiles> {
  let loading: Promise<PageFiles> | undefined;
  return () => {
    loading ??= existsSync(new URL('page.js', FOLDER)) ? readPage() : bundleSources();
    return loading;
  };
}

async function readPage(): Promise<PageFiles> {
  const [html, js, css] = await Promise.all([readPart('html'), readPart('js'), readPart('css')]);
  return { html, js, css };
}

async function readPart(extension: string): Promise<string> {
  return await readFile(new URL(`page.${extension}`, FOLDER), 'utf8');
}

async function bundleSources(): Promise<PageFiles> {
  const { bundlePage } = await import('./bundle-page.ts');
  return await bundlePage();
}
