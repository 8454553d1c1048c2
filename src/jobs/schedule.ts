import type { Job } from '../operations/app.ts';
import { gradeLastNight } from './grade-last-night.ts';
import { postAuditHead } from './post-audit-head.ts';

/** The scheduled jobs. Their times are New York time. To add a job, write its file in this folder and list it here. */
export const SCHEDULE: readonly Job[] = [gradeLastNight, postAuditHead];
