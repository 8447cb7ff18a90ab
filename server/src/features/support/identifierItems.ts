import type { Fact, Identifiers, RangedString } from '../../revision/facts';

/** The ids and labels that `down_revision` or `depends_on` names, with their places; none where they are not known. */
export function identifierItems(fact: Fact<Identifiers>): readonly RangedString[] {
  return fact.kind === 'known' ? fact.value.items : [];
}
