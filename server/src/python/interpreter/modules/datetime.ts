import { type PyValue, unknownData } from '../value';
import { DateClass, DateTimeClass, DeltaClass, TimeClass, UTC, ZoneClass } from './dateObjects';
import { moduleOf } from './native';

const classes: Readonly<Record<string, PyValue>> = {
  date: new DateClass(),
  datetime: new DateTimeClass(),
  time: new TimeClass(),
  timedelta: new DeltaClass(),
  timezone: new ZoneClass(),
  UTC,
};

/** `datetime`: what is written down; what the clock says is not known. */
export const DATETIME = moduleOf('datetime', {}, classes, (name) =>
  unknownData(`It is 'datetime.${name}', which is not followed.`),
);
