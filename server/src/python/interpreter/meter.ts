import type { Ranged } from '../ast';
import { type Journal, journaled, takeBack } from './journal';
import { Stopped } from './machine';

/** Of a module of the project, whatever reads it. */
const MODULE_BUDGET = 1_000_000;

/** Counts work, and how much of it is not certain; what is done for the file apart from what belongs to modules it reads. */
export class Meter {
  /** How often something may have raised an exception, or was not followed. */
  uncertain = 0;
  #left: number;
  #reading = 0;

  /** @param budget how much work is done at most for a file: statements, expressions and items. */
  constructor(private readonly budget: number) {
    this.#left = budget;
  }

  restart(): void {
    this.uncertain = 0;
    this.#left = this.budget;
  }

  /** A module of the project is being read. */
  get isReading(): boolean {
    return this.#reading > 0;
  }

  /** @throws Stopped when the budget is used up. */
  spend(steps: number, place: Ranged): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Stopped('It does more than is followed.', place);
  }

  /** Gives what follows so many steps at most, out of those that are left; what it gives back ends that. */
  limit(steps: number): () => void {
    const left = this.#left;
    const given = (this.#left = Math.min(left, steps));
    return () => {
      this.#left = Math.max(0, left - given + this.#left);
    };
  }

  /** Does something outside of the file, with a budget of its own; what it loses is taken back. */
  aside<T>(act: () => T): T {
    const journal: Journal = [];
    const [left, uncertain] = [this.#left, this.uncertain];
    this.#left = this.budget;
    try {
      return journaled(journal, act);
    } finally {
      takeBack(journal);
      this.#left = left;
      this.uncertain = uncertain;
    }
  }

  /** Finds something out that belongs to the reading of a module: whether it is certain does not concern the file. */
  late<T>(find: () => T): T {
    const uncertain = this.uncertain;
    this.#reading++;
    try {
      return journaled(null, find);
    } finally {
      this.#reading--;
      this.uncertain = uncertain;
    }
  }

  /** Reads a module, with a budget of its own: what it costs does not depend on who reads it first. */
  readModule<T>(read: () => T): T {
    const left = this.#left;
    this.#left = MODULE_BUDGET;
    this.#reading++;
    try {
      return journaled(null, read);
    } finally {
      this.#reading--;
      this.#left = left;
    }
  }
}
