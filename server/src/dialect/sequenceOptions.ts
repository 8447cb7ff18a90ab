import type { SequenceOptions } from '../schema/model';

/** Options of a sequence in SQLAlchemy's order. */
export function sequenceOptions(options: SequenceOptions): string {
  return [
    options.increment === undefined ? [] : `INCREMENT BY ${options.increment}`,
    options.start === undefined ? [] : `START WITH ${options.start}`,
    options.minvalue === undefined ? [] : `MINVALUE ${options.minvalue}`,
    options.maxvalue === undefined ? [] : `MAXVALUE ${options.maxvalue}`,
    options.nominvalue === undefined ? [] : 'NO MINVALUE',
    options.nomaxvalue === undefined ? [] : 'NO MAXVALUE',
    options.cache === undefined ? [] : `CACHE ${options.cache}`,
    options.cycle === undefined ? [] : options.cycle ? 'CYCLE' : 'NO CYCLE',
  ]
    .flat()
    .join(' ');
}
