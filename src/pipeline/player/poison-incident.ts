import type { IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import { escapeUnprintable } from '../../platform/printable.ts';
import { shortReason } from '../deliveries/short-reason.ts';

const MAX_BODY_SHOWN = 300;
const MAX_ID = 150;

interface PoisonFacts {
  readonly message_id: string;
  readonly reason: string;
  readonly body: string;
  readonly incident: string;
}

/** Returns the key of a poison message's incident. Message ids are numbers or UUIDs, which the key shows unchanged. */
export function poisonIncidentKey(messageId: string): string {
  return `poison-${messageId
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .slice(0, MAX_ID)}`;
}

/**
 * Describes a poison message to the people who must act. The body was written by another program, so it is quoted, cut,
 * and shown without unprintable characters and without backticks, which mark commands.
 */
export function poisonReport({ message_id, reason, body, incident }: PoisonFacts): Omit<IncidentReport, 'mentions'> {
  return {
    key: incident,
    title: 'A queue message is not a prediction request',
    detail: `The message ${shortReason(message_id)} was acknowledged and set aside, because it can never succeed: ${shortReason(reason)}. Its body is: ${quotedBody(body)}`,
    remedy: `Find the program that publishes to the queue of prediction requests, and fix it. If nobody needs the message, run \`tipoff incidents resolve ${incident}\`. \`tipoff batch dead-letters\` lists all such messages.`,
  };
}

/** Quotes the body of a message that another program wrote, cut and safe to show. */
function quotedBody(body: string): string {
  if (body === '') return 'empty.';
  const shown = escapeUnprintable(body.slice(0, MAX_BODY_SHOWN)).replaceAll('`', "'").replaceAll('"', "'");
  return `"${shown}${body.length > MAX_BODY_SHOWN ? '…' : ''}"`;
}
