import { type Fields, isRecord } from '../blocks/rules.js';
import { post, readContent } from '../messages.js';
import { SlackError } from '../slack-error.js';
import type { DeskState, StoredFile } from '../state.js';
import { sandboxSlack } from '../workspace.js';
import { destination, type Method, text } from './arguments.js';

const mimetypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/jsonl',
  txt: 'text/plain',
};

interface Shared {
  channel: string;
  files: StoredFile[];
}

/** The `files.*` methods of an upload in three steps; `apiUrl` is where the second one goes. */
export const fileMethods = (apiUrl: () => string): Record<string, Method> => ({
  'files.getUploadURLExternal': (state, args) => {
    const name = text(args, 'filename').trim();
    const length = Number(args.length);
    if (!name || !Number.isInteger(length) || length < 1) throw new SlackError('invalid_arguments');
    const id = state.nextId('F');
    state.files.set(id, {
      id,
      name,
      title: name,
      altText: text(args, 'alt_text') || text(args, 'alt_txt'),
      mimetype: mimetypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
      done: false,
      channels: [],
      at: state.clock.now(),
    });
    return { upload_url: new URL(`../upload/v1/${id}`, apiUrl()).href, file_id: id };
  },

  'files.completeUploadExternal': (state, args) => {
    const channel = args.channel_id ? destination(state, args, 'channel_id') : undefined;
    const files = uploadedFiles(state, args);
    if (channel) share(state, args, { channel: channel.id, files });
    return { files: files.map(fileToApi) };
  },

  'files.info': (state, args) => {
    const file = state.files.get(text(args, 'file'));
    if (!file?.done) throw new SlackError('file_not_found');
    return { file: fileToApi(file), comments: [] };
  },
});

function uploadedFiles(state: DeskState, args: Fields): StoredFile[] {
  const wanted = Array.isArray(args.files) ? args.files.filter(isRecord) : [];
  if (wanted.length === 0) throw new SlackError('invalid_arguments');
  return wanted.map((each) => {
    const file = state.files.get(text(each, 'id'));
    if (!file?.data || file.done) throw new SlackError('file_not_found');
    return Object.assign(file, { done: true, title: text(each, 'title') || file.title });
  });
}

function share(state: DeskState, args: Fields, { channel, files }: Shared): void {
  const content = readContent(state, { text: text(args, 'initial_comment'), blocks: args.blocks });
  for (const file of files) file.channels.push(channel);
  post(state, {
    content,
    channel,
    threadTs: text(args, 'thread_ts') || undefined,
    files: files.map((file) => file.id),
  });
}

function fileToApi(file: StoredFile): Fields {
  return {
    id: file.id,
    created: Math.floor(file.at.getTime() / 1000),
    name: file.name,
    title: file.title,
    alt_txt: file.altText,
    mimetype: file.mimetype,
    size: file.data?.length ?? 0,
    user: sandboxSlack.botUserId,
    channels: file.channels,
    url_private: `https://files.slack.com/files-pri/${sandboxSlack.teamId}-${file.id}/${encodeURIComponent(file.name)}`,
  };
}
