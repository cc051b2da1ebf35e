import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { Config } from '../config.js';
import { UpstreamError } from '../domain/errors.js';
import type { Clock, Credential, ReadLimit } from '../ports.js';
import { type DocumentName, documentText } from './documents.js';
import { githubError } from './errors.js';

const TIMEOUT = 10_000;

/** Requests to GitHub with the right token, a time limit, and errors in the project's words. Nothing is retried here. */
export class GitHubClient {
  readonly #settings: Config['github'];
  readonly #owner: string;
  readonly #clock: Clock;
  readonly #octokits = new Map<Credential, Octokit>();
  #requests = 0;
  #readLimit: ReadLimit | null = null;

  constructor(settings: Config['github'], owner: string, clock: Clock) {
    this.#settings = settings;
    this.#owner = owner;
    this.#clock = clock;
  }

  get readLimit(): ReadLimit | null {
    return this.#readLimit;
  }

  /** GitHub Enterprise serves REST below /api/v3 and GraphQL beside it. */
  get #graphqlUrl(): string {
    return (this.#settings.apiUrl ?? 'https://api.github.com').replace(/\/v3$/, '').concat('/graphql');
  }

  get requests(): number {
    return this.#requests;
  }

  /**
   * A structural read. Errors that GraphQL reports with HTTP 200 count as errors, except for things it cannot find, and
   * for checks that the token may not see: those are null in the answer, as where there are none.
   */
  async read<Answer>(
    name: DocumentName,
    variables: Record<string, unknown>,
    as: Credential = null,
  ): Promise<Answer> {
    const { data, errors } = await this.#ask<Answer>(name, variables, as);
    const fault = errors?.find((error) => error.type !== 'NOT_FOUND' && !hidesChecks(error));
    if (fault || !data) {
      throw new UpstreamError('GitHub', {
        kind: 'in-doubt',
        code: fault?.type ?? 'no-data',
        message: `GitHub could not answer ${name}: ${fault?.message ?? 'no data'}`,
      });
    }
    return data;
  }

  /** A write through GraphQL. What GitHub names a reason for was refused; anything else may have been done. */
  async mutate(name: DocumentName, variables: Record<string, unknown>): Promise<void> {
    const { errors } = await this.#ask(name, variables, null);
    const [fault] = errors ?? [];
    if (!fault) return;
    const refused = ['NOT_FOUND', 'FORBIDDEN', 'UNPROCESSABLE'].includes(fault.type ?? '');
    throw new UpstreamError('GitHub', {
      kind: refused ? 'refused' : 'in-doubt',
      code: fault.type ?? 'no-data',
      message: `GitHub refused ${name}: ${fault.message}`,
    });
  }

  async #ask<Answer>(
    name: DocumentName,
    variables: Record<string, unknown>,
    as: Credential,
  ): Promise<{ data?: Answer; errors?: GraphqlError[] }> {
    const answer = await this.send(as, (octokit, request) =>
      octokit.request(`POST ${this.#graphqlUrl}`, { query: documentText(name), variables, request }),
    );
    if (as === null) this.#readLimit = readLimit(answer.headers) ?? this.#readLimit;
    const { data, errors } = answer.data as { data?: Answer; errors?: GraphqlError[] };
    if (errors?.some(({ type }) => type === 'RATE_LIMITED')) {
      const retryAt = resetTime(answer.headers['x-ratelimit-reset'], this.#clock.now());
      throw new UpstreamError('GitHub', {
        kind: 'rate-limited',
        code: 'RATE_LIMITED',
        message: 'GitHub asks us to wait (rate limit).',
        retryAt,
      });
    }
    return { data, errors };
  }

  async send<Result>(
    as: Credential,
    call: (octokit: Octokit, request: { signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result> {
    this.#requests += 1;
    try {
      return await call(await this.#octokit(as), { signal: AbortSignal.timeout(TIMEOUT) });
    } catch (error) {
      throw githubError(error, this.#clock.now());
    }
  }

  async #octokit(as: Credential): Promise<Octokit> {
    const known = this.#octokits.get(as);
    if (known) return known;
    const made = await this.#make(as);
    this.#octokits.set(as, made);
    return made;
  }

  async #make(as: Credential): Promise<Octokit> {
    const { apiUrl, auth, tokens } = this.#settings;
    const base = {
      ...(apiUrl ? { baseUrl: apiUrl } : {}),
      log: { debug() {}, info() {}, warn() {}, error() {} },
    };
    if (as !== null) {
      const token = tokens.get(as);
      if (!token)
        throw new UpstreamError('GitHub', {
          kind: 'refused',
          code: 'no-token',
          message: `${as} is not set, so this account cannot act.`,
        });
      return new Octokit({ ...base, auth: token });
    }
    if (auth.kind === 'token') return new Octokit({ ...base, auth: auth.token });
    const app = new Octokit({
      ...base,
      authStrategy: createAppAuth,
      auth: { appId: auth.appId, privateKey: auth.privateKey },
    });
    const { data } = await app.rest.apps.getUserInstallation({ username: this.#owner });
    return new Octokit({
      ...base,
      authStrategy: createAppAuth,
      auth: { appId: auth.appId, privateKey: auth.privateKey, installationId: data.id },
    });
  }
}

function readLimit(headers: Readonly<Record<string, string | number | undefined>>): ReadLimit | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (!limit || remaining === undefined || !reset || Number.isNaN(remaining)) return null;
  return { limit, remaining, resetAt: new Date(reset * 1_000) };
}

interface GraphqlError {
  type?: string;
  message: string;
  path?: (string | number)[];
}

/** Fine-grained tokens are refused the checks of a private repository's commits, and given everything else. */
function hidesChecks({ type, path }: GraphqlError): boolean {
  return type === 'FORBIDDEN' && path?.at(-1) === 'statusCheckRollup';
}

function resetTime(header: string | number | undefined, now: Date): Date {
  return header === undefined ? new Date(now.getTime() + 60_000) : new Date(Number(header) * 1_000);
}
