/** What takes changes back that a run made to values which outlive it, the last one last. */
export type Journal = (() => void)[];

/** Interpreters take turns and never run beside each other. */
let open: Journal | null = null;

/** Does something; what it changes of values that may outlive the run is written down, or stays where there is no journal. */
export function journaled<T>(journal: Journal | null, act: () => T): T {
  const outer = open;
  open = journal;
  try {
    return act();
  } finally {
    open = outer;
  }
}

/** Something was changed that may outlive the run. */
export function noteChange(takeBack: () => void): void {
  open?.push(takeBack);
}

/** Undoes what a journal has, and empties it. */
export function takeBack(journal: Journal): void {
  for (const undo of journal.splice(0).reverse()) undo();
}
