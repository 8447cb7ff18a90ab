const CHANGING = new Set(
  'append extend insert remove pop clear sort reverse update setdefault popitem add discard difference_update intersection_update symmetric_difference_update move_to_end appendleft popleft extendleft'.split(
    ' ',
  ),
);

const OF_TEXT = new Set(
  'capitalize casefold center encode endswith expandtabs format format_map isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill isoformat strftime'.split(
    ' ',
  ),
);

/** Whether a method of lists, dicts or sets changes them. */
export function changesReceiver(name: string): boolean {
  return CHANGING.has(name);
}

/** Whether only texts and dates have a method of this name, so that a call of it has no effect whatever it is called on. */
export function isTextMethod(name: string): boolean {
  return OF_TEXT.has(name);
}
