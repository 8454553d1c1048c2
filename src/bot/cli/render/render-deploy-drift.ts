import { driftText, servingText } from '../../../operations/deploy/drift-text.ts';
import { moreText, undeployedGroups } from '../../../operations/deploy/undeployed-groups.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { renderRows } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

/** Renders one row per service, then the undeployed commits. Services that lack the same commits share one list. */
export function renderDeployDrift({ services }: ReplyData<'deploy drift'>, page: TerminalPage = WHOLE): string {
  const rows = services.map((facts) => ({
    service: facts.service,
    serving: servingText({ commits: facts.serving, evidence: facts.evidence }),
    drift: driftText(facts),
  }));
  const lists = undeployedGroups(services).map((group) => {
    const lines = group.commits.map(
      ({ sha, author, title }) => `  ${shortCommit(sha)}  ${escapeUnprintable(`${title} (${author})`)}`,
    );
    const more = group.more === 0 ? [] : [`  ${moreText(group.more)}`];
    return [`Not deployed to ${group.services.join(', ')}:`, ...lines, ...more].join('\n');
  });
  return [renderRows(rows, page), ...lists].join('\n\n');
}
