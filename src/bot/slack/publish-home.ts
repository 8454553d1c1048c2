import { personAt } from '../../coordination/identity/actor.ts';
import { BatchList, homeView } from './messages/home-view.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackContext } from './slack-context.ts';

/** Shows a person who opened it the App Home as things stand. */
export async function publishHome(desk: SlackContext, person: SlackPerson, request: string): Promise<void> {
  const operation = desk.operations.find((each) => each.name === 'batch list');
  if (operation === undefined) throw new Error('There is no operation batch list');
  const { data } = await operation.run(desk.app, {
    input: {},
    actor: personAt('slack', person),
    request,
    progress: () => undefined,
  });
  await desk.answers.views.publish({ user_id: person.id, view: homeView(BatchList.parse(data), desk.commands) });
}
