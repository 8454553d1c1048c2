import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { answerProbe } from '#src/bot/http/answer-probe.ts';
import { anApp } from '../../operations/deploy/a-deploy.ts';

it('probes that arrive during a check of readiness share its result, and the next probe checks again', async () => {
  const opened = await anApp();
  let checks = 0;
  const app = { ...opened, models: () => countCheck(opened.models()) };
  function countCheck<T>(models: T): T {
    checks += 1;
    return models;
  }
  const probe = async () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    await answerProbe({ probe: '/ready', caller: 'anybody', app, instance: 'this one' }, response);
    return response.statusCode;
  };
  expect(await Promise.all([probe(), probe(), probe()])).toEqual([200, 200, 200]);
  expect(checks).toBe(1);
  expect(await probe()).toBe(200);
  expect(checks).toBe(2);
});
