import { lockVirtualReader } from '../scripts/pcscd/lock.ts';
import { pcscdObstacle, pcscdRunning } from '../scripts/pcscd/service.ts';
import { Random } from './random.ts';
import { Bench } from './reader/bench.ts';
import { carryOut } from './reader/case.ts';
import { Customer } from './reader/customer.ts';
import { BACK_WITHIN_MS, noteProcess, noteRecovery, READER_METRICS, Recoveries } from './reader/metrics.ts';
import { plan } from './reader/plan.ts';
import { usbReaderObstacle } from './reader/usb-reader.ts';
import { Gauge, sampleSelf } from './stand/gauge.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { emptyTally, type Tally } from './tally.ts';

const CUSTOMERS = 8;
const SAMPLE_EVERY = 10;

interface Place {
  readonly bench: Bench;
  readonly customers: readonly Customer[];
}

async function open(): Promise<Place> {
  const bench = await Bench.open();
  const customers: Customer[] = [];
  for (let number = 0; number < CUSTOMERS; number++)
    customers.push(await Customer.come(bench.office, number));
  return { bench, customers };
}

async function carryOutAll(run: Run): Promise<Tally> {
  const tally = emptyTally();
  const recoveries = new Recoveries();
  let gauge = new Gauge();
  let place = await open();
  for (let number = 0; number < run.cases; number++) {
    if (!isWanted(run, number)) continue;
    const random = new Random(run.seed, number, 8);
    const planned = plan(number, random, place.customers);
    const about = { case: number, group: planned.harm, what: planned.moment };
    if (await noteRecovery(tally, recoveries, about, () => carryOut(place.bench, planned, random))) {
      if (number % SAMPLE_EVERY === 0) gauge.add(number / 100, await sampleSelf());
      continue;
    }
    // What a failed case left behind is no other's.
    await place.bench.close();
    place = await open();
    gauge = new Gauge();
  }
  await place.bench.close();
  recoveries.note(tally);
  noteProcess(tally, gauge);
  return tally;
}

async function obstacle(): Promise<string | undefined> {
  if (await pcscdRunning()) return 'This suite ends pcscd again and again: stop the one that runs first.';
  return (await pcscdObstacle()) ?? (await usbReaderObstacle());
}

export const readerSuite: Suite = {
  name: 'reader',
  help: `A kiosk at real PC/SC (pcscd, its hotplug, vpcd behind it, card process, supervisor, journal; the server in a process of
its own) whose reader's side comes to harm: of 600 cases pcscd ends 200 times (half SIGKILL, half SIGTERM), the reader is
unplugged 200 times, a token falls silent 100 times, the card process is killed 50 times and hangs (SIGSTOP) 50 times;
while nothing lies there, while a token lies there, at a command of its reading, at a command of its writing.
There is no USB device: udev's word of it and the driver's way to it are simulated inside pcscd (usb-reader.c), what
pcscd makes of both is its own. Each case ends with its token done, carrying what it is to carry, without staff.
in-command           cases in which a command was on its way to the token when it happened
longest-recovery     from the end of the harm to when the kiosk has read a token: pcscd is started, the reader plugged in,
                     a token put on after the silent one, the card process dead, or given up where it hangs
late                 recoveries of more than ${BACK_WITHIN_MS} ms
slopes               what the kiosk's process holds after garbage collection, per 100 cases, over the second half`,
  cases: 600,
  parallel: false,
  metrics: READER_METRICS,
  async run(run) {
    const unlock = await lockVirtualReader();
    try {
      const why = await obstacle();
      return why === undefined ? await carryOutAll(run) : { ...emptyTally(), obstacle: why };
    } finally {
      await unlock();
    }
  },
};
