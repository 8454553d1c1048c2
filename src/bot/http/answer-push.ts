import type { App } from '../../operations/app.ts';
import { admitMachine, endpointOff } from './admit-machine.ts';
import { wrongMethod } from './problem-details.ts';
import { readPushedMessage } from './pushed-message.ts';
import { respondNoContent, respondProblem } from './respond.ts';
import type { GuardedExchange } from './route-request.ts';

const VARIABLES = 'GCP_PUSH_ENDPOINT and GCP_PUSH_SERVICE_ACCOUNT';

/**
 * Answers a message that Pub/Sub pushes. Pub/Sub repeats a message after every status but 2xx, so 204 says that the message is done, also
 * when the player was skipped or failed, or when the message is poison. 503 asks for another delivery.
 */
export async function answerPush({ push, log }: Pick<App, 'push' | 'log'>, exchange: GuardedExchange): Promise<void> {
  const { request, response, path } = exchange;
  if (push === undefined) return respondProblem(response, endpointOff(path, VARIABLES));
  if (request.method !== 'POST') return respondProblem(response, wrongMethod('POST'));
  if ((await admitMachine(exchange, { caller: push.caller, log })) === 'refused') return;
  const answer = await push.deliver(await readPushedMessage(request));
  if (answer.type === 'ack') return respondNoContent(response);
  respondProblem(response, {
    type: 'about:blank',
    title: 'Deliver again',
    status: 503,
    detail: answer.because,
    code: 'deliver_again',
  });
}
