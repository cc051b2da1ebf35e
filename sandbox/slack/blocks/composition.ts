import {
  also,
  boolean,
  type Check,
  exactlyOne,
  type Fields,
  list,
  oneOf,
  problem,
  record,
  string,
} from './rules.js';

/** A `plain_text` object of 1 to `max` characters. */
export const plainText = (max = 3000): Check =>
  record({ type: oneOf('plain_text'), text: string({ min: 1, max }) }, { emoji: boolean });

/** An `mrkdwn` object of 1 to `max` characters. */
export const mrkdwn = (max = 3000): Check =>
  record({ type: oneOf('mrkdwn'), text: string({ min: 1, max }) }, { verbatim: boolean });

/** A text object of either kind. */
export const anyText =
  (max = 3000): Check =>
  (value, at) =>
    (value as Fields | null)?.type === 'mrkdwn' ? mrkdwn(max)(value, at) : eitherKind(max)(value, at);

const eitherKind = (max: number) =>
  record(
    { type: oneOf('plain_text', 'mrkdwn'), text: string({ min: 1, max }) },
    { emoji: boolean, verbatim: boolean },
  );

export const webAddress = (max = 3000): Check => string({ min: 1, max, pattern: /^https?:\/\/\S+$/ });

export const style = oneOf('primary', 'danger');

export const confirmation = record(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style },
);

/** An option of a menu; `url` belongs to overflow menus alone, mrkdwn to radio buttons and checkboxes. */
export const option = ({ url = false, formatted = false } = {}): Check =>
  record(
    { text: formatted ? anyText(75) : plainText(75), value: string({ min: 1, max: 75 }) },
    { description: formatted ? anyText(75) : plainText(75), ...(url ? { url: webAddress(3000) } : {}) },
  );

const optionGroup = record({ label: plainText(75), options: list(option(), { max: 100 }) });

/** `options` or `option_groups`, never both, and initial options that are among them. */
export const choices = {
  fields: { options: list(option(), { max: 100 }), option_groups: list(optionGroup, { max: 100 }) },
  rule: (value: Fields, at: string): string[] => [
    ...exactlyOne('options', 'option_groups')(value, at),
    ...knownInitials(value, at),
  ],
};

/** Initial options must be exactly among the options. */
export function knownInitials(value: Fields, at: string): string[] {
  const groups = (value.option_groups ?? []) as { options: Fields[] }[];
  const options = [...((value.options ?? []) as Fields[]), ...groups.flatMap((group) => group.options)];
  const known = new Set(options.map((each) => canonical(each)));
  const initial = value.initial_option ? [value.initial_option] : (value.initial_options ?? []);
  const unknown = (initial as Fields[]).filter((each) => !known.has(canonical(each)));
  const name = value.initial_option ? 'initial_option' : 'initial_options';
  return unknown.length > 0 ? problem('must exactly match one of the options provided', `${at}/${name}`) : [];
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, field) =>
    field && typeof field === 'object' && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

const slackFile = also(record({}, { id: string({ min: 1 }), url: webAddress() }), exactlyOne('id', 'url'));

const picture = { image_url: webAddress(3000), slack_file: slackFile };

/** An image element; `extra` are the fields an image block has besides. */
export const image = (extra: Record<string, Check> = {}): Check =>
  also(
    record({ type: oneOf('image'), alt_text: string({ min: 1, max: 2000 }) }, { ...picture, ...extra }),
    exactlyOne('image_url', 'slack_file'),
  );

export const conversationFilter = also(
  record(
    {},
    {
      include: list(oneOf('im', 'mpim', 'private', 'public')),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    },
  ),
  (value, at) => (Object.keys(value).length > 0 ? [] : problem('must not be empty', at)),
);
