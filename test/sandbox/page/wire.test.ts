import { expectTypeOf, it } from 'vitest';
import type {
  ClickRequest,
  ClockAnswer,
  DeliveryAnswer,
  ShownMessage,
  ShownView,
  WorkspaceAnswer,
} from '../../../sandbox/control-types.js';
import type { WorldSummary } from '../../../sandbox/github/summary.js';
import type {
  Choice,
  ClockState,
  Delivery,
  Message,
  View,
  Workspace,
  World,
} from '../../../sandbox/page/wire.js';

/** Checked by the compiler: blocks aside, which Slack's own types describe, the server says what the page reads. */
it('expects of the control API what it says', () => {
  expectTypeOf<WorkspaceAnswer>().toExtend<Workspace>();
  expectTypeOf<Omit<ShownMessage, 'blocks'>>().toExtend<Omit<Message, 'blocks'>>();
  expectTypeOf<Omit<ShownView, 'blocks'>>().toExtend<Omit<View, 'blocks'>>();
  expectTypeOf<Omit<DeliveryAnswer, 'views'>>().toExtend<Omit<Delivery, 'views'>>();
  expectTypeOf<ClockAnswer>().toExtend<ClockState>();
  expectTypeOf<WorldSummary>().toExtend<World>();
  expectTypeOf<Choice>().toExtend<Omit<ClickRequest, 'action_id'>>();
});
