import type { RichTextSection } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { percent } from '../../../operations/kit/figure-text.ts';
import { isEnoughForRate } from '../../../operations/kit/rate-text.ts';
import type { DailyHealth } from '../../../pipeline/health/daily-health.ts';
import { count, hundredths, inWords } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { bold, bullets, dataText, line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const TITLES = {
  healthy: '✓ Good morning: no problem',
  warning: '⚠ Good morning: warnings',
  critical: '✕ Good morning: critical problems',
} as const satisfies Record<DailyHealth['status'], string>;

/** Renders the health summary of a morning. */
export function dailyHealth(health: DailyHealth): SlackMessage {
  const title = `${TITLES[health.status]}, ${health.date}`;
  const facts = [yesterdayLine(health), todayLine(health), weekLine(health)];
  const problems = health.problems.map((problem) => sentence(problem.sentence));
  const inOneLine = health.problems.map((problem) => sentenceText(problem.sentence)).join(' ');
  return slackMessage(`${title}. ${inOneLine}`, [
    header(title),
    ...(problems.length === 0 ? [] : [bullets(...problems)]),
    paragraph(...facts),
    smallPrint(
      `${countedText(health.unmatched_names, 'name')} without a player`,
      countedText(health.incidents.length, 'open incident'),
      ...(health.audit_head === null ? [] : [`audit head ${health.audit_head}`]),
    ),
  ]);
}

function yesterdayLine({ yesterday }: DailyHealth): RichTextSection {
  const { games, open_games, graded, voided } = yesterday;
  const played = `${countedText(games - open_games, 'game')} of ${count(games)} final, ${countedText(graded, 'prediction')} graded, ${count(voided)} voided.`;
  return line(bold('Last night: '), words(games === 0 ? 'no predicted games.' : played));
}

function todayLine({ today }: DailyHealth): RichTextSection {
  const { games, players, predictions } = today;
  const slate = `${countedText(games, 'game')}, ${countedText(players, 'player')}, ${countedText(predictions, 'prediction')}.`;
  return line(bold('Today: '), words(games === 0 ? 'no games.' : slate));
}

function weekLine({ week, headline_model }: DailyHealth): RichTextSection {
  const graded = week.reduce((sum, day) => sum + day.graded, 0);
  if (graded === 0) return line(bold('Last seven days: '), words('nothing graded.'));
  const won = week.reduce((sum, day) => sum + day.won, 0);
  const lost = week.reduce((sum, day) => sum + day.lost, 0);
  const error = week.reduce((sum, { graded: players, mae }) => sum + players * (mae ?? 0), 0) / graded;
  const rate = isEnoughForRate(won + lost) ? ` (${percent(won / (won + lost))})` : '';
  return line(
    bold('Last seven days: '),
    dataText(inWords(headline_model)),
    words(
      `, average error ${hundredths(error)} points on ${countedText(graded, 'prediction')}, recommendations ${count(won)} won, ${count(lost)} lost${rate}.`,
    ),
  );
}
