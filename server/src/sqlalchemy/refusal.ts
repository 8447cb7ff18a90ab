import { Traceless } from '../common/traceless';

/** Ends what has no answer: SQLAlchemy refuses it, or it is not known; whoever asked turns it into the reason. */
export class Refusal extends Traceless {
  override readonly name = 'Refusal';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** @throws Refusal always; `reason`: one sentence for the user. */
export function refuse(reason: string): never {
  throw new Refusal(reason);
}
