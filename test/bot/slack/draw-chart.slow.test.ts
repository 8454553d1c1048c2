import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { drawChart } from '#src/bot/slack/charts/draw-chart.ts';
import { nightChart } from '#src/bot/slack/charts/night-chart.ts';
import { NIGHT } from './messages/a-night.ts';

const MS_PER_NS = 1e-6;

/** Width and height from the header of a PNG. */
function sizeOf(png: Uint8Array): readonly [width: number, height: number] {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return [header.getUint32(16), header.getUint32(20)];
}

test('a chart is a PNG with enough pixels for a phone', async () => {
  const { drawing } = nightChart(NIGHT);
  const png = await drawChart(drawing);
  expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
  const height = drawing.height + drawing.padding.top + drawing.padding.bottom;
  expect(sizeOf(png)).toEqual([340 * 3.5, height * 3.5]);
});

test('the same chart gives the same bytes', async () => {
  const { drawing } = nightChart(NIGHT);
  const [first, second] = await Promise.all([drawChart(drawing), drawChart(drawing)]);
  expect(Buffer.compare(first, second)).toBe(0);
});

test('drawing does not block the process', async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begunAt = performance.now();
  await drawChart(nightChart(NIGHT).drawing);
  const tookMs = performance.now() - begunAt;
  delay.disable();
  expect(delay.max * MS_PER_NS).toBeLessThan(tookMs / 2);
});

test('an invalid chart fails at once', async () => {
  const { drawing } = nightChart(NIGHT);
  const broken = { ...drawing, spec: { ...drawing.spec, vconcat: [{ mark: 'no such mark' }] } };
  await expect(drawChart(JSON.parse(JSON.stringify(broken)))).rejects.toThrow('The chart could not be drawn');
});
