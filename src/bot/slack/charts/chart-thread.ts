import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { Drawing } from './chart.ts';

/**
 * A chart is drawn with this many pixels per point. Phones have about three pixels per point, and people zoom into
 * pictures.
 */
const SCALE = 3.5;
/** The fonts of the charts are bundled, because the machine may have none. */
const FONT_FILES = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
].map((address) => fileURLToPath(address));

parentPort?.postMessage(await pngOf(workerData));

async function pngOf({ spec, ...size }: Drawing): Promise<Uint8Array> {
  const view = new View(parse({ ...compile(spec).spec, ...size, autosize: 'none' }), { renderer: 'none' });
  const svg = await view.toSVG();
  const font = { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Condensed' };
  return new Uint8Array(new Resvg(svg, { fitTo: { mode: 'zoom', value: SCALE }, font }).render().asPng());
}
