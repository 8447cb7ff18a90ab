/** Of a runner that no test lets migrate. */
export const NO_MIGRATION = {
  migrate: (): never => {
    throw new Error('nothing is migrated here');
  },
  holdCopy: (): never => {
    throw new Error('nothing is copied here');
  },
};
