import { isPick } from '../../../pipeline/grading/is-pick.ts';

interface Recommended {
  readonly recommendation: string;
  /** Null in rows of an older release. */
  readonly is_actionable: boolean | null;
}

/** Returns the recommendation of a prediction, if consumers may act on it; otherwise `no pick`. */
export function pickText({ recommendation, is_actionable }: Recommended): string {
  return isPick(recommendation) && is_actionable !== false ? recommendation : 'no pick';
}
