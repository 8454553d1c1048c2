import type { RichTextSection } from '@slack/types';
import type { Deploy } from '../../../coordination/deploy-locks/lock.ts';
import type { OutgoingChanges } from '../../../coordination/deploys/outgoing-changes.ts';
import { changesSentence, isReportedLate, verdictSentences } from '../../../operations/deploy/deploy-result-text.ts';
import { variableSentences } from '../../../operations/deploy/variables-text.ts';
import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { quoteText } from '../../../platform/printable.ts';
import { chatTime } from './chat-time.ts';
import { code, dataText, line, link, sentence, words } from './rich-text.ts';

const TITLE_HASH_DIGITS = 7;

interface ShownDeploy {
  readonly service: string;
  readonly deploy: Deploy;
  /** `titles`: the newest commits that go out are listed. A card with several deploys only counts them. */
  readonly commits: 'titles' | 'count';
}

/** Renders a deploy for the card of its lock: its state, the commits that go out, what serves, and the way back. */
export function deployLines({ service, deploy, commits }: ShownDeploy): readonly RichTextSection[] {
  const { changes } = deploy;
  return [
    line(dataText(deployStateText(service, deploy))),
    ...(changes === null ? [] : changeLines(changes, commits)),
    ...[...verdictSentences(service, deploy), ...variableSentences(service, deploy)].map(sentence),
  ];
}

/** Describes a deploy in one line for notifications and screen readers. */
export function deploySummary(service: string, deploy: Deploy): string {
  return [
    deployStateText(service, deploy),
    ...verdictSentences(service, deploy),
    ...variableSentences(service, deploy),
  ].join(' ');
}

function deployStateText(service: string, deploy: Deploy): string {
  const { commit, state, started_at, ended_at, result_from } = deploy;
  const what = `Deploy of ${service}${commit === null ? '' : ` at ${shortCommit(commit)}`}`;
  if (ended_at === null) return `${what} has been running since ${chatTime(started_at)}`;
  const span = leagueTimeSpan(started_at, ended_at);
  const when = chatTime(ended_at);
  if (state === 'unknown') return `${what}: result unknown, ended after ${span} at ${when}`;
  if (isReportedLate(deploy)) return `${what}: failure reported at ${when}, ${span} after the start`;
  const seen = result_from === 'target' ? ', as seen where it runs' : '';
  return `${what} ${state} after ${span} at ${when}${seen}`;
}

function changeLines(changes: OutgoingChanges, commits: ShownDeploy['commits']): readonly RichTextSection[] {
  if (changes.type === 'unknown') return [sentence(changesSentence(changes))];
  const { added, newest, diff_url } = changes;
  const count = changesSentence({ ...changes, diff_url: null });
  const titles = commits === 'titles' ? newest : [];
  const more = added - titles.length;
  return [
    line(dataText(count), ...(diff_url === null ? [] : [words(' '), link(diff_url, 'Show the changes')])),
    ...titles.map(({ sha, title }) =>
      line(words('  '), code(sha.slice(0, TITLE_HASH_DIGITS)), words(' '), dataText(quoteText(title))),
    ),
    ...(titles.length > 0 && more > 0 ? [line(words(`  and ${more} more`))] : []),
  ];
}
