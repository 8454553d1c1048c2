/** Whether a recommendation is one to bet on, as against PASS and NO_LINE. */
export function isPick(recommendation: string): boolean {
  return recommendation === 'OVER' || recommendation === 'UNDER';
}
