import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { findUser } from '../../../sandbox/slack/lookups.js';
import { type Bench, openDesk, refusal } from './bench.js';

const snider = sandboxSlack.users.Snider;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [],
  ...more,
});
const home = { type: 'home' as const, blocks: [] };

/** A desk and a trigger such as a command or a click would have brought. */
async function withTrigger(): Promise<Bench & { trigger: string }> {
  const bench = await openDesk();
  return { ...bench, trigger: bench.desk.state.newTrigger(snider) };
}

describe('a trigger', () => {
  it('opens one modal', async () => {
    const { client, desk, trigger } = await withTrigger();
    await client.views.open({ trigger_id: trigger, view: modal('One') });
    expect(await refusal(client.views.open({ trigger_id: trigger, view: modal('Two') }))).toBe(
      'exchanged_trigger_id',
    );
    expect(desk.state.modals(snider)).toHaveLength(1);
  });

  it('works within three simulated seconds', async () => {
    const { client, clock, trigger, desk } = await withTrigger();
    await clock.advanceBy(2999);
    const other = desk.state.newTrigger(snider);
    expect(await refusal(client.views.open({ trigger_id: trigger, view: modal('One') }))).toBe(
      'nothing was refused',
    );
    await clock.advanceBy(3000);
    expect(await refusal(client.views.open({ trigger_id: other, view: modal('Two') }))).toBe(
      'expired_trigger_id',
    );
  });

  it('is not used up by a view that is refused', async () => {
    const { client, trigger } = await withTrigger();
    expect(await refusal(client.views.open({ trigger_id: trigger, view: modal('x'.repeat(25)) }))).toBe(
      'invalid_arguments',
    );
    expect(await refusal(client.views.open({ trigger_id: trigger, view: modal('One') }))).toBe(
      'nothing was refused',
    );
    expect(await refusal(client.views.open({ trigger_id: '1.2.3', view: modal('One') }))).toBe(
      'invalid_trigger_id',
    );
  });
});

describe('a stack of modals', () => {
  it('is three high at most', async () => {
    const { client, desk, trigger } = await withTrigger();
    const { view } = await client.views.open({ trigger_id: trigger, view: modal('One') });
    const push = (title: string) =>
      refusal(
        client.views.push({
          trigger_id: desk.state.newTrigger(snider, String(view?.id)),
          view: modal(title),
        }),
      );
    expect(await push('Two')).toBe('nothing was refused');
    expect(await push('Three')).toBe('nothing was refused');
    expect(await push('Four')).toBe('push_limit_reached');
    const [bottom, middle] = desk.state.modals(snider);
    expect(middle?.rootId).toBe(bottom?.id);
  });

  it('loses the top when that is closed, and tells nobody who did not ask', async () => {
    const { client, desk, trigger } = await withTrigger();
    const { view } = await client.views.open({ trigger_id: trigger, view: modal('One') });
    await client.views.push({
      trigger_id: desk.state.newTrigger(snider, String(view?.id)),
      view: modal('Two'),
    });
    await expect(desk.person.close({ view_id: String(view?.id) })).rejects.toThrow('not the modal on top');
    const top = desk.state.modals(snider)[1];
    expect(await desk.person.close({ view_id: String(top?.id) })).toEqual({ status: 200, body: null });
    expect(desk.state.modals(snider).map(({ id }) => id)).toEqual([view?.id]);
  });
});

describe('a view', () => {
  it('is updated by id or external id, unless its hash is an old one', async () => {
    const { client, desk, trigger } = await withTrigger();
    const { view } = await client.views.open({
      trigger_id: trigger,
      view: modal('One', { external_id: 'e' }),
    });
    await client.views.update({
      view_id: String(view?.id),
      hash: String(view?.hash),
      view: modal('Two', { external_id: 'e' }),
    });
    const late = client.views.update({
      view_id: String(view?.id),
      hash: String(view?.hash),
      view: modal('Three'),
    });
    expect(await refusal(late)).toBe('hash_conflict');
    await client.views.update({ external_id: 'e', view: modal('Four') });
    expect(desk.state.modals(snider)[0]?.content.title).toEqual(plain('Four'));
    expect(await refusal(client.views.update({ view_id: 'V0NOWHERE', view: modal('Five') }))).toBe(
      'not_found',
    );
  });

  it('does not share its external id', async () => {
    const { client, desk, trigger } = await withTrigger();
    await client.views.publish({ user_id: snider, view: { ...home, external_id: 'e' } });
    const open = client.views.open({ trigger_id: trigger, view: modal('One', { external_id: 'e' }) });
    expect(await refusal(open)).toBe('duplicate_external_id');
    expect(desk.state.modals(snider)).toEqual([]);
  });

  it('that is the Home of one user stays theirs, published again and again', async () => {
    const { client, desk } = await openDesk();
    const { view: first } = await client.views.publish({ user_id: snider, view: home });
    const { view: second } = await client.views.publish({ user_id: snider, view: home });
    expect(second?.id).toBe(first?.id);
    expect(desk.state.home(sandboxSlack.users.bodane)).toBeUndefined();
  });
});

describe('an event that the bot does not take', () => {
  it('is sent again at once, after a minute and after five more', async () => {
    const { clock, desk, deliverTo } = await openDesk();
    const tries: string[] = [];
    const server = createServer((request, response) => {
      tries.push(String(request.headers['x-slack-retry-num'] ?? 'first'));
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    deliverTo.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/slack/events`;
    await desk.person.openHome(findUser(desk.state, 'Snider'));
    expect(tries).toEqual(['first', '1']);
    await clock.advanceBy(60_000);
    expect(tries).toEqual(['first', '1', '2']);
    await clock.advanceBy(299_999);
    expect(tries).toHaveLength(3);
    await clock.advanceBy(1);
    await clock.advanceBy(3_600_000);
    expect(tries).toEqual(['first', '1', '2', '3']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
