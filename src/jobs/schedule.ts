import type { Job } from '../operations/app.ts';
import { gradeLastNight } from './grade-last-night.ts';

/** Everything that the clock starts. Times are New York's. To add a job, write its file in this folder and list it here. */
export const SCHEDULE: readonly Job[] = [gradeLastNight];
