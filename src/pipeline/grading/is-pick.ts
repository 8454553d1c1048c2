/** A pick is a recommendation to bet: OVER or UNDER, but not PASS or NO_LINE. */
export function isPick(recommendation: string): boolean {
  return recommendation === 'OVER' || recommendation === 'UNDER';
}
