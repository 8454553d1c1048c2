import { personAt } from '../../coordination/identity/actor.ts';
import { BatchList, homeView } from './messages/home-view.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackContext } from './slack-context.ts';

/** Publishes the current App Home for the person who opened it. */
export async function publishHome(context: SlackContext, person: SlackPerson, request: string): Promise<void> {
  const operation = context.operations.find((each) => each.name === 'batch list');
  if (operation === undefined) throw new Error('There is no operation batch list');
  const { data } = await operation.run(context.app, {
    input: {},
    actor: personAt('slack', person),
    request,
    progress: () => undefined,
  });
  await context.client.views.publish({ user_id: person.id, view: homeView(BatchList.parse(data), context.commands) });
}
