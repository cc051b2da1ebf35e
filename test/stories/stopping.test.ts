import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { Later } from '../../src/clock.js';
import type { Context } from '../../src/flows/context.js';
import { serve } from '../../src/server.js';

const HERE = { host: '127.0.0.1', port: 0 };
const NO_CONTEXT = {} as Context;

it('does not wait for ever for a request of which half was sent', async () => {
  const planned: { milliseconds: number; task: () => void }[] = [];
  const later: Later = (milliseconds, task) => {
    planned.push({ milliseconds, task });
    return () => {};
  };
  const server = await serve(NO_CONTEXT, HERE, { listeners: {}, later });
  const socket = connect(server.port, HERE.host);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write('POST /slack/events HTTP/1.1\r\nhost: here\r\ncontent-length: 1000\r\n\r\nhalf');
  // The answer tells that the server has begun with it.
  await once(socket, 'data');
  let closed = false;
  const closing = server.close().then(() => {
    closed = true;
  });
  await new Promise(setImmediate);
  expect([closed, planned.map(({ milliseconds }) => milliseconds)]).toEqual([false, [5_000]]);
  planned[0]?.task();
  await closing;
});

it('waits for an answer that is being made', async () => {
  let answer = () => {};
  let asked = () => {};
  const began = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const listeners = {
    '/slow': (_: unknown, response: import('node:http').ServerResponse) => {
      answer = () => response.end('done');
      asked();
    },
  };
  const server = await serve(NO_CONTEXT, HERE, { listeners, later: () => () => {} });
  const fetched = fetch(`http://127.0.0.1:${server.port}/slow`).then((response) => response.text());
  await began;
  const closing = server.close();
  answer();
  expect(await fetched).toBe('done');
  await closing;
});
