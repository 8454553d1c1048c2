import { fileURLToPath } from 'node:url';
import type { PageFiles } from './page-files.ts';

const FOLDER = fileURLToPath(new URL('../page', import.meta.url));
const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Workspace</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body></body>
</html>
`;

/** Bundles the page from its sources. The bundle has no inline code, so the policy `default-src 'self'` is enough. */
export async function bundlePage(): Promise<PageFiles> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: { page: 'main.ts', style: 'styles/page.css' },
    bundle: true,
    minify: true,
    write: false,
    outdir: '.',
    format: 'esm',
    target: 'es2022',
    // With the platform 'browser', esbuild would bundle a library that decodes HTML entities through innerHTML.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { html: HTML, js: textOf('page.js'), css: textOf('style.css') };
}
