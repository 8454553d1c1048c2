import { nullable, required } from './columns.ts';

/**
 * Attempts (`fga`) and makes (`fgm`), in total and by zone: restricted area, other paint, mid-range, corner threes, threes above the break.
 * Backcourt attempts count in the total only.
 */
export const shotZoneColumns = [
  ...required('INT64', 'fga', 'fgm'),
  ...nullable('INT64', 'ra_fga', 'ra_fgm', 'paint_nonra_fga', 'paint_nonra_fgm', 'mid_fga', 'mid_fgm'),
  ...nullable('INT64', 'corner3_fga', 'corner3_fgm', 'above_break3_fga', 'above_break3_fgm'),
];
