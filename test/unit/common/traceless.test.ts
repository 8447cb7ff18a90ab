import { expect, it } from 'vitest';
import { Traceless } from '../../../server/src/common/traceless';

class HowToGoOn extends Traceless {
  constructor(readonly reason: string) {
    super(reason);
  }
}

it('has a message and no stack, and leaves the stacks of other errors alone', () => {
  const error = new HowToGoOn('It is not known.');
  expect(error).toMatchObject({ message: 'It is not known.', reason: 'It is not known.' });
  expect(error).toBeInstanceOf(Error);
  expect(error.stack ?? '').not.toContain('traceless.test');
  expect(new Error('a bug').stack).toContain('traceless.test');
});
