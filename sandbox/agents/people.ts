import type { Behaviour, PeopleBehaviour } from '../behaviour.js';
import { removeLabel } from '../github/acts/labels.js';
import { Random } from '../github/random.js';
import type { World, WorldEvent } from '../github/world.js';
import { DEEDS } from './deeds.js';
import { HOUR, MINUTE } from './life.js';
import { type Hands, sessionOf, teammate } from './town.js';

/** People are about from seven in the morning till eight in the evening. */
const DAY = { from: 7, to: 20 };

/**
 * People who do as they like: one who may write but is no member of the bot's team, and a stranger. Where every share
 * is 0 from the beginning nobody is there, and no clock ticks for them.
 */
export function startPeople(world: World, seed: number, behaviour: Behaviour): void {
  let hands: Hands = { world, random: new Random(seed ^ 0x7065_6f70) };
  const begin = () => {
    if (Object.values(behaviour.people).some((share) => share > 0))
      world.later(untilTheHour(world), () => live(hands, behaviour.people));
  };
  world.on((event) => {
    if (event.type === 'reset') {
      hands = { world, random: new Random(event.seed ^ 0x7065_6f70) };
      begin();
    }
    unlabel(hands, event, behaviour.people);
  });
  begin();
}

/** Once an hour each deed has its chance, and is done some minutes later. */
function live(hands: Hands, people: PeopleBehaviour): void {
  const { world, random } = hands;
  const hour = world.clock.now().getUTCHours();
  if (hour >= DAY.from && hour < DAY.to)
    for (const [name, deed] of DEEDS)
      if (people[name] > 0 && random.next() < people[name])
        world.later(random.between(0, 59) * MINUTE, () => deed(hands));
  world.later(untilTheHour(world), () => live(hands, people));
}

function untilTheHour(world: World): number {
  return HOUR - (world.clock.now().getTime() % HOUR);
}

/** Somebody has looked, some hours later, and takes the label off again. */
function unlabel(hands: Hands, event: WorldEvent, { unlabel: share }: PeopleBehaviour): void {
  if (event.type !== 'labeled' || event.label.name !== 'needs-intervention' || share === 0) return;
  const { world, random } = hands;
  const { subject, label } = event;
  if (random.next() >= share) return;
  world.later(random.between(2 * 60, 8 * 60) * MINUTE, () => {
    const session = sessionOf(teammate(world, subject.repo));
    if (subject.state === 'OPEN') removeLabel(world, subject, { name: label.name, session });
  });
}
