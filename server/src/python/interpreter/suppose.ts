import { PyRaised } from './exception';
import { type Machine, Stopped } from './machine';
import type { Ended, Supposed } from './supposed';

/** Runs some code as if it ran. */
export type Way = () => void;

/** How much work is done at most to see what code does that may not run. */
const STEPS = 100_000;

/** Tells of code of which it is not known whether it runs, with all it can do where that can be seen. */
export function tellSupposed(
  machine: Machine,
  what: Omit<Supposed, 'ways'> & { readonly ways: readonly Way[] | undefined },
  forget: () => void,
): void {
  const { reason, place, ways } = what;
  if (machine.supposed === undefined || ways === undefined) {
    machine.notFollowed(reason, place);
    return;
  }
  machine.mayRaise();
  machine.spend(10, place);
  const run = (way: Way): Ended => {
    const ended = suppose(machine, way);
    // The parts know nothing of each other, and what follows knows nothing of them.
    forget();
    return ended;
  };
  machine.supposed({ ...what, ways: ways.map((way) => () => run(way)) });
}

/** Code whose exceptions may be put aside. */
export function tried(machine: Machine, run: () => unknown): Way {
  return () => {
    machine.trying++;
    try {
      run();
    } catch (error) {
      if (!(error instanceof PyRaised)) throw error;
    } finally {
      machine.trying--;
    }
  };
}

function suppose(machine: Machine, way: Way): Ended {
  const [trying, handling] = [machine.trying, machine.handling.length];
  const goBack = machine.setOut(STEPS);
  try {
    way();
    return 'completed';
  } catch (error) {
    if (error instanceof PyRaised) return trying === 0 ? 'failed' : 'completed';
    if (error instanceof Stopped || error instanceof RangeError) return 'lost';
    throw error;
  } finally {
    goBack();
    machine.trying = trying;
    machine.handling.length = handling;
  }
}
