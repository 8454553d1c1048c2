import type { CheckResult, FailedCheck } from './check-result.ts';
import type { SlateCheck } from './slate-check.ts';
import { SLATE_CHECKS } from './slate-checks.ts';
import type { SlateFacts } from './slate-facts.ts';

/**
 * Returns the result of every check of a slate, in the order of the table. A date without games has nothing to check.
 * `not-yet` means that no batch of the date has ended, so that nothing can be said about its predictions.
 */
export function examineSlate(facts: SlateFacts, predictions: 'published' | 'not-yet'): readonly CheckResult[] {
  return SLATE_CHECKS.map((rule) => {
    const { check, counted } = rule;
    if (rule.about === 'data' || predictions === 'published') return resultOf(rule, facts);
    return { verdict: 'not_checked', check, counted, reason: 'No batch of the date has ended.' };
  });
}

/** Returns the failed checks of a slate: all of them, or only those about its predictions. */
export function failedChecks(facts: SlateFacts, about: 'everything' | 'predictions'): readonly FailedCheck[] {
  const checks = SLATE_CHECKS.filter((check) => about === 'everything' || check.about === about);
  return checks.flatMap((check) => {
    const result = resultOf(check, facts);
    if (result.verdict !== 'failed') return [];
    return [{ check: result.check, finding: result.finding, way_out: result.way_out }];
  });
}

function resultOf(rule: SlateCheck, facts: SlateFacts): CheckResult {
  const { check, counted } = rule;
  const found = facts.games === 0 ? 'The date has no games.' : rule.count(facts);
  if (typeof found === 'string') return { verdict: 'not_checked', check, counted, reason: found };
  const limit = rule.limit(facts);
  const measured = { check, counted, ...found, fails_when: limit.text };
  if (!limit.isExceeded(found)) return { verdict: 'passed', ...measured };
  const [finding, way_out] = [rule.finding(found, facts), rule.wayOut(facts.game_date)];
  return { verdict: 'failed', ...measured, finding, way_out };
}
