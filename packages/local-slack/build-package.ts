import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './src/server/bundle-page.ts';

/** Compiles the sources and bundles the page into `dist`; with `--clean`, removes it. npm calls this around `npm pack`. */
const FOLDER = import.meta.dirname;
const DIST = join(FOLDER, 'dist');
const LICENSE = fileURLToPath(new URL('../../LICENSE', import.meta.url));

rmSync(DIST, { recursive: true, force: true });
if (!process.argv.includes('--clean')) {
  const typescript = dirname(createRequire(import.meta.url).resolve('ts7/package.json'));
  const compiler = join(typescript, 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(FOLDER, 'tsconfig.build.json')], { stdio: 'inherit' });
  const { html, js, css } = await bundlePage();
  const page = join(DIST, 'page');
  mkdirSync(page);
  writeFileSync(join(page, 'page.html'), html);
  writeFileSync(join(page, 'page.js'), js);
  writeFileSync(join(page, 'page.css'), css);
  cpSync(LICENSE, join(DIST, 'LICENSE'));
}
