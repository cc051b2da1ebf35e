import { z } from 'zod';
import { HttpProblem } from './http.js';

/** What each `POST /control/…` takes. Anything else in the body is refused, so that a slip is noticed. */

const name = z.string().min(1);
const who = { user: name.optional() };
const where = { ...who, channel: name.optional() };
const values = z.record(z.string(), z.unknown());

const requests = {
  command: z.strictObject({ ...where, text: z.string() }),
  click: z
    .strictObject({
      ...where,
      ts: name.optional(),
      view_id: name.optional(),
      action_id: name,
      block_id: name.optional(),
      value: z.string().optional(),
      selected_option: z.string().optional(),
      selected_options: z.array(z.string()).optional(),
      selected_date: z.iso.date().optional(),
      selected_time: z.string().optional(),
      selected_date_time: z.number().int().optional(),
      selected_user: name.optional(),
      selected_users: z.array(name).optional(),
      selected_channel: name.optional(),
      selected_channels: z.array(name).optional(),
      selected_conversation: name.optional(),
      selected_conversations: z.array(name).optional(),
      values: values.optional(),
    })
    .refine((body) => (body.ts === undefined) !== (body.view_id === undefined), {
      message: 'needs either the ts of a message or a view_id',
    }),
  submit: z.strictObject({ ...who, view_id: name, values: values.optional() }),
  close: z.strictObject({ ...who, view_id: name }),
  home: z.strictObject(who),
  user: z.strictObject({
    user: name,
    is_restricted: z.boolean().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
  }),
  advance: z.union([
    z
      .strictObject({
        hours: z.number().nonnegative().max(9000).optional(),
        minutes: z.number().nonnegative().max(540_000).optional(),
        seconds: z.number().nonnegative().max(32_400_000).optional(),
      })
      .refine((body) => Object.keys(body).length > 0),
    z.strictObject({ to: z.literal('next-report') }),
  ]),
  reset: z.strictObject({ seed: z.number().int().nonnegative().default(1) }),
  // Which kinds there are, and what each needs, knows the side that it strikes.
  fault: z.strictObject({
    clear: z.literal(true).optional(),
    target: name.optional(),
    kind: z.string().optional(),
    match: z.strictObject({ method: name.optional(), path: name.optional() }).optional(),
    status: z
      .int()
      .refine((status) => status >= 400 && status <= 599, 'must be a status of a failure, from 400 to 599')
      .optional(),
    retryAfter: z
      .number()
      .refine((seconds) => seconds >= 0, 'must be seconds, from 0')
      .optional(),
    error: name.optional(),
    times: z
      .int()
      .refine((times) => times === -1 || times > 0, 'must be a whole number above 0, or -1: until cleared')
      .optional(),
  }),
};

const expected: Record<keyof typeof requests, string> = {
  command: '{user?, channel?, text}',
  click: '{user?, channel?, ts or view_id, action_id, block_id?, and what was chosen}',
  submit: '{user?, view_id, values?}',
  close: '{user?, view_id}',
  home: '{user?}',
  user: '{user, is_restricted?, deleted?, is_bot?}',
  advance: '{hours?, minutes?, seconds?} with numbers from 0, or {to: "next-report"}',
  reset: '{seed}, a whole number from 0',
  fault: '{target?, kind, match?: {method?, path?}, status?, retryAfter?, error?, times?} or {clear: true}',
};

export type RequestName = keyof typeof requests;

/** Reads a request's body, or throws an {@link HttpProblem} (400) that says what is expected. */
export function readRequest<Name extends RequestName>(
  name: Name,
  body: string,
): z.output<(typeof requests)[Name]> {
  const result = requests[name].safeParse(parseJson(name, body));
  if (result.success) return result.data as z.output<(typeof requests)[Name]>;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new HttpProblem(400, `${faults.join('; ')}. POST /control/${name} takes ${expected[name]}.`);
}

function parseJson(name: RequestName, body: string): unknown {
  try {
    return body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    throw new HttpProblem(
      400,
      `The body is not JSON. POST /control/${name} takes the JSON object ${expected[name]}.`,
    );
  }
}
