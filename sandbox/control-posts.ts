import type { ControlOptions } from './control.js';
import { deliveryAnswer, workspaceAnswer } from './control-answers.js';
import type { PageEvent } from './control-events.js';
import { type RequestName, readRequest } from './control-requests.js';
import type { ClockAnswer } from './control-types.js';
import { HttpProblem } from './http.js';
import { findUser } from './slack/lookups.js';

export interface PostContext {
  options: ControlOptions;
  /** Tells every open page. */
  tell: (event: PageEvent) => void;
}

/** What each `POST /control/…` does with its body; what it answers becomes the JSON. */
export const posts: Record<RequestName, (context: PostContext, body: string) => unknown> = {
  command: ({ options: { desk } }, body) => {
    const request = readRequest('command', body);
    return deliveryAnswer(desk, findUser(desk.state, request.user), {
      act: () => desk.person.command(request),
      waitFor: ['messages', 'views'],
    });
  },

  click: ({ options: { desk } }, body) => {
    const request = readRequest('click', body);
    return deliveryAnswer(desk, findUser(desk.state, request.user), {
      act: () => desk.person.click(request),
      waitFor: ['messages', 'views'],
    });
  },

  submit: ({ options: { desk } }, body) => {
    const request = readRequest('submit', body);
    const user = findUser(desk.state, request.user);
    // Its own view closes anyway, so only a message tells that something came of it; above another, that one may.
    const isAbove = desk.state.modals(user.id).length > 1;
    return deliveryAnswer(desk, user, {
      act: () => desk.person.submit(request),
      waitFor: isAbove ? [] : ['messages'],
    });
  },

  close: ({ options: { desk } }, body) => {
    const request = readRequest('close', body);
    return deliveryAnswer(desk, findUser(desk.state, request.user), {
      act: () => desk.person.close(request),
      waitFor: [],
    });
  },

  home: async ({ options: { desk } }, body) => {
    const user = findUser(desk.state, readRequest('home', body).user);
    const act = () => desk.person.openHome(user);
    return (await deliveryAnswer(desk, user, { act, waitFor: ['views'] })).views;
  },

  user: ({ options: { desk } }, body) => {
    const request = readRequest('user', body);
    const user = findUser(desk.state, request.user);
    user.isRestricted = request.is_restricted ?? user.isRestricted;
    user.deleted = request.deleted ?? user.deleted;
    user.isBot = request.is_bot ?? user.isBot;
    desk.state.changed({ kind: 'workspace' });
    return workspaceAnswer(desk);
  },

  advance: async ({ options, tell }, body) => {
    const request = readRequest('advance', body);
    if ('to' in request) await options.clock.advanceTo(options.nextReport());
    else {
      const { hours = 0, minutes = 0, seconds = 0 } = request;
      await options.clock.advanceBy(Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000));
    }
    tell({ kind: 'clock' });
    tell({ kind: 'world' });
    return clockAnswer(options);
  },

  reset: async ({ options, tell }, body) => {
    const { seed } = readRequest('reset', body);
    // Resets take turns, and what was under way in the old world does not move the new one's clock.
    await options.clock.interrupt(() => options.reset(seed));
    tell({ kind: 'reset' });
    return { ok: true, seed, now: options.clock.now().toISOString() };
  },

  fault: ({ options }, body) => {
    const fault = readRequest('fault', body);
    try {
      const refusal = options.fault(fault);
      if (typeof refusal === 'string') throw new HttpProblem(400, refusal);
    } catch (error) {
      if (error instanceof TypeError) throw new HttpProblem(400, error.message);
      throw error;
    }
    return { ok: true };
  },
};

export async function clockAnswer({ clock, nextReport, botHealth }: ControlOptions): Promise<ClockAnswer> {
  return {
    ok: true,
    now: clock.now().toISOString(),
    nextReport: nextReport().toISOString(),
    botIsUp: await botHealth(),
  };
}
