import * as z from 'zod';
import type { OutgoingMessage } from '../../platform/queue.ts';

/**
 * The queue message that asks a worker to predict one player of one batch. The message holds only ids; the player's
 * document contains the input.
 */
export const PredictionRequest = z.object({
  batch_id: z.string().min(1).max(200),
  game_date: z.iso.date(),
  player_lookup: z.string().min(1).max(200),
  attempt: z.number().int().positive(),
});
export type PredictionRequest = z.infer<typeof PredictionRequest>;

export type ParsedRequest =
  | { readonly type: 'request'; readonly request: PredictionRequest }
  | { readonly type: 'poison'; readonly reason: string };

export function toMessage(request: PredictionRequest): OutgoingMessage {
  return { body: JSON.stringify(request), attributes: {} };
}

/**
 * Parses the body of a prediction request. An invalid body makes the message a poison message, because every retry
 * would fail in the same way.
 */
export function parseRequest(body: string): ParsedRequest {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    return {
      type: 'poison',
      reason: `the message is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`,
    };
  }
  const parsed = PredictionRequest.safeParse(json);
  if (parsed.success) return { type: 'request', request: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    type: 'poison',
    reason: `${issue?.path.join('.') || 'message'}: ${faultOf(issue)}`,
  };
}

function faultOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it is not a prediction request';
  return issue.message.endsWith('received undefined') ? 'is missing' : issue.message;
}
