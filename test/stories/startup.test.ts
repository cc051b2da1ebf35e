import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { run } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';

it.each([
  ['SANDBOX_PORT', 'http', 'SANDBOX_PORT must be a whole number from 0 to 65533.'],
  ['SANDBOX_PORT', '65534', 'SANDBOX_PORT must be a whole number from 0 to 65533.'],
  ['SANDBOX_SEED', '-1', 'SANDBOX_SEED must be a whole number from 0 to 2147483647.'],
])('the sandbox says in one line what is wrong with %s=%s', async (name, value, words) => {
  const program = run('src/main.js', ['--sandbox'], { EPIC_DATA_DIR: await scratchFolder(), [name]: value });
  expect([await program.ended(), program.printed()]).toEqual([1, `The bot cannot start: ${words}\n`]);
});

it('the sandbox says whose turn it is when its port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // The GitHub of the world listens first, one above the page.
  const env = { EPIC_DATA_DIR: await scratchFolder(), SANDBOX_PORT: String(port - 1) };
  const program = run('src/main.js', ['--sandbox'], env);
  expect(await program.ended()).toBe(1);
  expect(program.printed()).toBe(
    `The bot cannot start: Port ${port} is taken by another process: stop that one, or set SANDBOX_PORT to the first of three free ports.\n`,
  );
  await new Promise((resolve) => server.close(resolve));
});
