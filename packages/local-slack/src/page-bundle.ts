import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('page', import.meta.url));
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

export interface PageBundle {
  readonly html: string;
  readonly js: string;
  readonly css: string;
}

/**
 * The page as the browser takes it, made in memory from its sources when it is first asked for, and once. Nothing in it is inline, so
 * `default-src 'self'` is enough for it.
 */
export function pageBundle(): () => Promise<PageBundle> {
  let bundled: Promise<PageBundle> | undefined;
  return () => {
    bundled ??= bundle();
    return bundled;
  };
}

async function bundle(): Promise<PageBundle> {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: { page: 'main.ts', style: 'styles/page.css' },
    bundle: true,
    minify: true,
    write: false,
    outdir: '.',
    format: 'esm',
    target: 'es2022',
    // Not 'browser': for that one library has a variant that reads entities by way of innerHTML.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { html: HTML, js: textOf('page.js'), css: textOf('style.css') };
}
