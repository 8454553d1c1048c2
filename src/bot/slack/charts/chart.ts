import type { TopLevelSpec } from 'vega-lite';

/**
 * A picture to be drawn. Its size is given, because without a canvas the width of text can only be guessed, and a size that follows the
 * guess leaves margins as wide as the picture.
 */
export interface Drawing {
  readonly spec: TopLevelSpec;
  /** Of what is drawn, without the padding, in points. */
  readonly width: number;
  readonly height: number;
  readonly padding: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** Draws a PNG. Throws when it cannot be drawn. */
export type DrawChart = (drawing: Drawing) => Promise<Uint8Array>;

export interface Chart {
  readonly drawing: Drawing;
  /** For who cannot see it: the numbers themselves. */
  readonly altText: string;
}
