import type { App as Bolt } from '@slack/bolt';
import { operationNamed } from '../../../operations/kit/operation-named.ts';
import type { SeenDeliveries } from '../connection/seen-deliveries.ts';
import { handleDelivery } from '../handle-delivery.ts';
import { personOfAction, ViewPayload } from '../payloads.ts';
import type { SlackRespond } from '../respond.ts';
import { runSlackOperation } from '../run-slack-operation.ts';
import type { SlackContext } from '../slack-context.ts';
import { formErrors, formValues } from './form-values.ts';
import { FormPosition, OPERATION_FORM } from './operation-form.ts';

interface FormListener {
  readonly deliveries: SeenDeliveries;
  readonly respondTo: (url: string) => SlackRespond;
}

/**
 * Registers the listener of the forms. A form with a fault stays open and shows it at its field. Otherwise the operation
 * runs, and the person gets the answer where the command or the click was.
 */
export function registerForm(bolt: Bolt, context: SlackContext, { deliveries, respondTo }: FormListener): void {
  bolt.view(OPERATION_FORM, async ({ ack, body }) => {
    const payload = ViewPayload.parse(body);
    const { operation: name, response_url, carried } = FormPosition.parse(JSON.parse(payload.view.private_metadata));
    const operation = operationNamed(context.operations, name);
    const given = { ...carried, ...formValues(operation, payload.view.state.values) };
    const errors = formErrors(operation, given);
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors });
    await ack();
    const { trigger_id } = payload;
    const person = personOfAction(payload);
    await handleDelivery(context.app, deliveries, {
      id: trigger_id,
      respond: respondTo(response_url),
      work: (respond) => {
        const caller = { person, respond, request: trigger_id, trigger: { trigger_id, response_url } };
        return runSlackOperation(context, { operation, given }, caller);
      },
    });
  });
}
