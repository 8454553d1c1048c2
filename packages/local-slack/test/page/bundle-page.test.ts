import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageLoader } from '../../src/server/load-page.ts';

const FOLDER = fileURLToPath(new URL('../../src/page', import.meta.url));
const bundle = pageLoader();
const FORBIDDEN = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function| style=/i;
const SOURCES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

test('there are sources', () => expect(SOURCES.length).toBeGreaterThan(10));

test.each(SOURCES)('%s creates no HTML or code from text', (path) =>
  expect(readFileSync(join(FOLDER, path), 'utf8')).not.toMatch(FORBIDDEN),
);

test('neither does a library, except for a property of Preact that no source sets', async () => {
  const { js } = await bundle();
  expect(js.match(/\.innerHTML=(?!=)/g)).toHaveLength(1);
  expect(js.match(/insertAdjacentHTML|document\.write\(|\beval\(|new Function/g)).toBeNull();
});

test('nothing is inline, and nothing is loaded from elsewhere', async () => {
  const { html, css } = await bundle();
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:/);
  expect(css).not.toMatch(/https?:/);
});

test('the page is bundled once', async () => expect(await bundle()).toBe(await bundle()));
