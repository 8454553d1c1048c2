import type { AuditHeadsPost } from '../../../coordination/audit/announce-heads.ts';
import { header, smallPrint } from './header.ts';
import { paragraph, preformatted, sentence } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MEANING =
  'This line proves all audit records up to now. To check later that nobody rewrote them, run `tipoff audit verify --heads` with the line. If this message is marked as edited, do not rely on it.';

/** Builds the message with the audit hashes of one day. */
export function auditHeads({ date, heads, left_out: leftOut }: AuditHeadsPost): SlackMessage {
  const title = `Audit hashes of ${date}`;
  const line = heads.join(',');
  const more = leftOut === 0 ? [] : [smallPrint(`${leftOut} more hashes did not fit. tipoff audit heads shows them.`)];
  return slackMessage(`${title}: ${line}`, [header(title), paragraph(sentence(MEANING)), preformatted(line), ...more]);
}
