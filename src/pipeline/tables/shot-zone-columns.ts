import { nullable, required } from './columns.ts';

/**
 * Table columns for attempted shots (`fga`) and made shots (`fgm`), in total and by zone. The zones are restricted
 * area, other paint, mid-range, corner threes and threes above the break. Shots from the backcourt count only in the
 * total.
 */
export const shotZoneColumns = [
  ...required('INT64', 'fga', 'fgm'),
  ...nullable('INT64', 'ra_fga', 'ra_fgm', 'paint_nonra_fga', 'paint_nonra_fgm', 'mid_fga', 'mid_fgm'),
  ...nullable('INT64', 'corner3_fga', 'corner3_fgm', 'above_break3_fga', 'above_break3_fgm'),
];
