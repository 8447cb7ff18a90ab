const FIXED = 20261121;

/**
 * Where random input begins: `ALEMBIC_WORKBENCH_SEED`, a number or `random`. Without it always the same, so that
 * a red run speaks of the change and not of luck; search with `random` (and more graphs) after a change here.
 */
export function testSeed(): number {
  const wanted = process.env.ALEMBIC_WORKBENCH_SEED;
  if (wanted === 'random') return Math.floor(Math.random() * 2 ** 31);
  return wanted === undefined ? FIXED : Number(wanted);
}
