import type { ClickRequest, CommandRequest, SubmitRequest } from '../control-types.js';
import { HttpProblem } from '../http.js';
import type { Fields } from './blocks/rules.js';
import { type Acknowledgement, type Delivery, deliver } from './delivery.js';
import { choose, findElement, isStateful, stateValues, storeValues } from './inputs.js';
import { findChannel, findUser, ownView, requireMember, seenMessage, topModal } from './lookups.js';
import { post } from './messages.js';
import * as payloads from './payloads.js';
import { newResponseUrl, respond } from './response-url.js';
import { SlackError } from './slack-error.js';
import type { Sockets } from './sockets.js';
import type { DeskState, Message } from './state.js';
import { applyResponse } from './submission.js';
import { validateInputs } from './validate-inputs.js';
import { closeView } from './views.js';
import { type DeskUser, slackbotId } from './workspace.js';

export interface PersonOptions {
  state: DeskState;
  sockets: Sockets;
  apiUrl: () => string;
  deliverTo: () => string;
}

/** What a person at the desk can do; each doing is delivered to the bot and its answer carried out. */
export class Person {
  readonly #options: PersonOptions;

  constructor(options: PersonOptions) {
    this.#options = options;
  }

  get #state(): DeskState {
    return this.#options.state;
  }

  async command(request: CommandRequest): Promise<Acknowledgement> {
    const user = findUser(this.#state, request.user);
    const channel = findChannel(this.#state, request.channel);
    requireMember(user, channel);
    const text = request.text
      .trim()
      .replace(/^\/epic(?=\s|$)/, '')
      .trim();
    if (text.startsWith('/')) {
      throw new HttpProblem(400, `${text.split(/\s/)[0]} is not a command here; the only one is /epic.`);
    }
    const about = { kind: 'commands', user: user.id, channel: channel.id } as const;
    const payload = payloads.commandPayload(
      { user, channel },
      {
        text,
        triggerId: this.#state.newTrigger(user.id),
        responseUrl: newResponseUrl(this.#state, this.#options.apiUrl(), about),
      },
    );
    const ack = this.#answerCommand(await this.#deliver({ kind: 'slash_commands', payload }), about);
    if (ack.error) this.#tellFailure(ack.error, about);
    return ack;
  }

  /** The acknowledgement's body is a message to the user, ephemeral unless it says otherwise. */
  #answerCommand(
    ack: Acknowledgement,
    about: { kind: 'commands'; user: string; channel: string },
  ): Acknowledgement {
    if (ack.error || !ack.body) return ack;
    const answer = typeof ack.body === 'string' ? { text: ack.body } : (ack.body as Fields);
    try {
      respond(this.#state, { ...about, expires: 0, uses: 0 }, answer);
      return ack;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { ...ack, error: 'invalid_command_response' };
    }
  }

  #tellFailure(error: string, { user, channel }: { user: string; channel: string }): void {
    const text = `\`/epic\` failed with the error "${error}"`;
    post(this.#state, { content: { text }, channel, user: slackbotId, onlyFor: user });
  }

  async click(request: ClickRequest): Promise<Acknowledgement> {
    const user = findUser(this.#state, request.user);
    const target = request.view_id
      ? ownView(this.#state, user, request.view_id)
      : seenMessage(this.#state, user, {
          channel: findChannel(this.#state, request.channel),
          ts: request.ts,
        });
    const isView = 'hash' in target;
    const blocks = isView ? target.content.blocks : target.blocks;
    if (request.values) storeValues(blocks, target.values, request.values);
    const found = findElement(blocks, request.action_id, request.block_id);
    if (!found) throw new HttpProblem(404, noElement(request));
    const fields = choose(found.element, choiceOf(request));
    const blockId = String(found.block.block_id);
    if (isStateful(found.element)) {
      target.values[blockId] = { ...target.values[blockId], [request.action_id]: fields };
    }
    const { type, action_id, text } = found.element;
    const action = { type, action_id, block_id: blockId, text, ...fields, action_ts: this.#state.nextTs() };
    const pressed = {
      user,
      action,
      triggerId: this.#state.newTrigger(user.id, isView ? target.id : undefined),
    };
    const payload = isView
      ? payloads.viewActionPayload(target, pressed)
      : payloads.messageActionPayload(this.#state, this.#answerable(target, user), pressed);
    return this.#deliver({ kind: 'interactive', payload });
  }

  #answerable(message: Message, user: DeskUser): { message: Message; responseUrl: string } {
    const responseUrl = newResponseUrl(this.#state, this.#options.apiUrl(), {
      kind: 'actions',
      user: user.id,
      channel: message.channel,
      original: message.ts,
      ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    });
    return { message, responseUrl };
  }

  /** Submits the modal on top. What its client would refuse never reaches the bot. */
  async submit(request: SubmitRequest): Promise<Acknowledgement> {
    const user = findUser(this.#state, request.user);
    const view = topModal(this.#state, user, request.view_id);
    const { blocks } = view.content;
    storeValues(blocks, view.values, request.values ?? {});
    view.errors = validateInputs(blocks, stateValues(blocks, view.values));
    if (Object.keys(view.errors).length > 0) {
      this.#state.changed({ kind: 'views' });
      return { status: 0, body: { errors: view.errors }, error: 'incomplete_inputs' };
    }
    const triggerId = this.#state.newTrigger(user.id, view.id);
    const ack = await this.#deliver({
      kind: 'interactive',
      payload: payloads.submissionPayload(view, { user, triggerId }),
    });
    return ack.error ? ack : applyResponse(this.#state, view, ack);
  }

  /** Dismisses the modal on top, or all of them when it asks for that. */
  async close(request: { user?: string; view_id: string }): Promise<Acknowledgement> {
    const user = findUser(this.#state, request.user);
    const view = topModal(this.#state, user, request.view_id);
    const isCleared = view.content.clear_on_close === true;
    const bottom = this.#state.modals(user.id)[0] ?? view;
    closeView(this.#state, isCleared ? bottom : view);
    if (view.content.notify_on_close !== true) return { status: 200, body: null };
    return this.#deliver({ kind: 'interactive', payload: payloads.closedPayload(view, { user, isCleared }) });
  }

  /** Opens the App Home: the bot is told by an event, which is sent again when it is not taken. */
  async openHome(user: DeskUser): Promise<Acknowledgement> {
    const payload = payloads.homeOpenedPayload(this.#state, user);
    const first = await this.#deliver({ kind: 'events_api', payload });
    if (first.error) await this.#sendAgain(payload, { attempt: 1, reason: first.error });
    return first;
  }

  /** Slack's three retries: at once, after a minute, after five more. */
  async #sendAgain(payload: Fields, retry: { attempt: number; reason: string }): Promise<void> {
    const ack = await this.#deliver({ kind: 'events_api', payload, retry });
    const wait = [60_000, 300_000][retry.attempt - 1];
    if (!ack.error || wait === undefined) return;
    const next = { attempt: retry.attempt + 1, reason: ack.error };
    this.#state.clock.wake(new Date(this.#state.now() + wait), () => this.#sendAgain(payload, next));
  }

  #deliver(delivery: Delivery): Promise<Acknowledgement> {
    return deliver(delivery, { sockets: this.#options.sockets, url: this.#options.deliverTo() });
  }
}

const choiceOf = (request: ClickRequest): unknown =>
  request.selected_options ??
  request.selected_option ??
  request.selected_users ??
  request.selected_user ??
  request.selected_channels ??
  request.selected_channel ??
  request.selected_conversations ??
  request.selected_conversation ??
  request.selected_date ??
  request.selected_time ??
  request.selected_date_time ??
  request.value;

function noElement({ action_id: action, block_id: block, ts, view_id: view }: ClickRequest): string {
  const place = view ? `The view ${view}` : `The message ${ts}`;
  return `${place} has nothing to click with action_id ${action}${block ? ` in block ${block}` : ''}.`;
}
