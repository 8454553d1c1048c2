import type { TopLevelSpec } from 'vega-lite';

/** A picture to draw, with a fixed size. Vega guesses text widths, so a size that it computes has huge margins. */
export interface Drawing {
  readonly spec: TopLevelSpec;
  /** The width of the drawing in points, without the padding. */
  readonly width: number;
  readonly height: number;
  readonly padding: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** Draws a PNG. Throws if drawing fails. */
export type DrawChart = (drawing: Drawing) => Promise<Uint8Array>;

export interface Chart {
  readonly drawing: Drawing;
  /** The numbers that the picture shows, as text for people who cannot see the picture. */
  readonly altText: string;
}
