import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/paths.js';
import { type BuiltImage, buildImage, machineEnvironment } from './build-image.js';
import { environmentOf, execForm, parseDockerfile } from './dockerfile.js';

const stages = parseDockerfile(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
const last = stages.at(-1) ?? expect.fail('The Dockerfile has no stage.');
const { dependencies, devDependencies, engines } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
);

describe('the Dockerfile', () => {
  it('starts every stage from a node that package.json allows', () => {
    for (const { base } of stages) expect(base).toMatch(/^node:(22|24)-/);
    expect(engines.node).toContain('>=22.12');
  });

  it('runs as an ordinary user, in production, with its data on a volume', () => {
    expect(lastOf('USER')).toBe('node');
    expect(environmentOf(last)).toEqual({ NODE_ENV: 'production', EPIC_DATA_DIR: '/data', PORT: '3000' });
    expect(lastOf('VOLUME')).toBe('/data');
    expect(lastOf('EXPOSE')).toBe('3000');
  });

  it('asks /healthz whether the bot is alive', async () => {
    const [, ...check] = execForm(lastOf('HEALTHCHECK').replace('CMD ', ''));
    let status = 200;
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = { PORT: String((server.address() as AddressInfo).port) };
    expect((await finish(check, { env })).code).toBe(0);
    status = 503;
    expect((await finish(check, { env })).code).toBe(1);
    server.close();
    await once(server, 'close');
    expect((await finish(check, { env })).code).toBe(1);
    expect(asked).toEqual(['/healthz', '/healthz']);
  });
});

describe('the image, built as far as that goes without a Docker engine', () => {
  let scratch: string;
  let image: BuiltImage;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'epic-image-'));
    image = await buildImage(stages, { context: projectRoot, scratch });
    console.log(`Only a Docker engine carries this out: RUN ${image.skipped.join(', RUN ')}`);
  }, 600_000);

  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('skips nothing but the making of the data folder', () => {
    expect(image.skipped).toEqual(['mkdir /data && chown node:node /data']);
  });

  it('holds every dependency of production and none of development', () => {
    const missing = Object.keys(dependencies).filter((name) => !installed(name));
    // Types weigh nothing, and some dependencies of production ask for them.
    const isTypes = (name: string) => /^@types\/|types$/.test(name);
    const needless = Object.keys(devDependencies).filter((name) => installed(name) && !isTypes(name));
    expect({ missing, needless }).toEqual({ missing: [], needless: [] });
  });

  it('brings the program, its jobs and its migrations along', () => {
    const needed = ['dist/src/main.js', 'dist/jobs', 'db/migrations/meta/_journal.json', 'package.json'];
    expect(needed.filter((name) => !existsSync(join(image.workdir, name)))).toEqual([]);
  });

  it('holds no settings and no data', () => {
    const suspects = ['.env', 'data', 'team.yml', '.git', 'test'];
    expect(suspects.filter((name) => existsSync(join(image.workdir, name)))).toEqual([]);
  });

  it('stops without settings, and names what is missing', async () => {
    const [command, ...args] = execForm(lastOf('CMD'));
    expect(command).toBe('node');
    const env = { ...image.environment, EPIC_DATA_DIR: join(scratch, 'data') };
    const { code, stderr } = await finish(args, { env, cwd: image.workdir });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('SLACK_BOT_TOKEN') });
    expect(stderr).toContain('GITHUB_TOKEN');
  });

  function installed(name: string): boolean {
    return existsSync(join(image.workdir, 'node_modules', name));
  }
});

function lastOf(name: string): string {
  return last.instructions.findLast((instruction) => instruction.name === name)?.rest ?? '';
}

interface Finished {
  code: number | string | null | undefined;
  stderr: string;
}

/** Runs node as the image would. */
function finish(
  args: string[],
  { env, cwd }: { env: Record<string, string>; cwd?: string },
): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: machineEnvironment().PATH, ...env }, timeout: 60_000 };
    execFile(process.execPath, args, options, (error, _stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stderr }),
    );
  });
}
