/** One file for the oracle. `exact`: we must know what Alembic makes of it; otherwise we may say that we do not. */
export interface OddFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly exact: boolean;
}

/** What `down_revision`, `depends_on` and `branch_labels` may be; those after `unknown` are beyond what the chain holds. */
const VALUES = [
  'None',
  '"b1"',
  "'b1'",
  "u'b1'",
  'r"b1"',
  '"b" "1"',
  '("b1")',
  '("b1",)',
  '("b1", "b2")',
  '("b1",\n    "b2",  # the other\n)',
  '["b1", "b2"]',
  '[]',
  '()',
  'set()',
  '{"b1"}',
  '{"b1", "b1"}',
  '(None,)',
  '(("b1", "b2"),)',
  '["b1", "b1"]',
  '""',
  '"b" + "1"',
  '"b%s" % 1',
  '"b%02d" % 7',
  '"%(x)s1" % {"x": "b"}',
  '"{}{}".format("b", 1)',
  '"{x:>3}".format(x="b")',
  'f"b{1}"',
  'f"b{1:02d}{{}}" "x"',
  'f"{\'b1\'!r}"',
  '"b1" if True else "b2"',
  '"b1" if 1 == 2 else ("b2", "b3")',
  '(lambda: None)() or "b1"',
  '("b1", *("b2", "b3"))',
  '["b1"] + ["b2"]',
  '("b1",)[0]',
  '{"k": "b1"}["k"]',
  'b1 \\\n    if False else None',
  '"b\\x31\\u0032\\062"',
  '"b1\\\n2"',
  '"""b1"""',
  '(yes := "b1")',
  '"b1" or "b2"',
  'None and "b1"',
  'not True or "b1"',
  '"b1" if True and not False or False else "b2"',
  '"b1" if False and not False or False else "b2"',
  '"b1" if not 1 == 2 and not not 1 != 2 or False else "b2"',
];

const BEYOND = [
  '5',
  'False',
  '1.5',
  '...',
  'b"b1"',
  '("b1", 5)',
  '("b1", None)',
  '{"b1": 1}',
  '[()]',
  '"\\N{DIGIT ONE}"',
  'str("b1")',
];

const SINGLE = new Set(['set()', '(lambda: None)() or "b1"', '"\\N{DIGIT ONE}"', 'str("b1")']);

/** Docstrings, with their quotes; the empty one stands for none. */
const DOCSTRINGS = [
  '',
  '"""add users"""',
  '"""add users\n\nRevision ID: a1\nRevises: b1\nCreate Date: 2024-01-15 10:30:00\n\n"""',
  "'''\n\n  first line\n  second line\n\n  more\n'''",
  '"one line"',
  'u"""unicode é ✓"""',
  'r"""raw \\d\n\n\\n"""',
  '"""escaped \\n\\nmore"""',
  '"joined " \'from \'\n"three"'.replace('\n', ' '),
  '("in parentheses")',
  'b"""bytes"""',
  'f"""format"""',
  '"a" f"b"',
  '"a" + "b"',
  '"""tab\tin\n\t\nit"""',
  '"""trailing   \n   \n  blank line holds spaces"""',
  '"""\u00a0no-break spaces\u00a0"""',
  '"""\ufefffirst"""',
  '"""\\x1cseparator\\x1f"""',
  '""',
  '1',
  '"first"; "second"',
  '"""back\\\nslash"""',
  '# comment\n\n"""after a comment"""',
  'import os\n"""not first"""',
  '__doc__ = "assigned"',
  '"""literal"""\n__doc__ = "assigned\\n\\nlater"',
  '"""literal"""\n__doc__ = None',
];

/** Whole files whose form is what matters. */
const FILES = [
  'revision = "a1"\ndown_revision = None\n',
  'revision: str = "a1"\ndown_revision: "Union[str, None]" = None\n',
  'revision: str\nrevision = "a1"\ndown_revision = None\n',
  'revision, down_revision = "a1", "b1"\n',
  '(revision, down_revision) = ["a1", ("b1", "b2")]\n',
  'revision = down_revision = "a1"\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = None\ndef upgrade():\n    pass\ndown_revision = "late"\n',
  'revision = "a1"\ndown_revision = None\ndef upgrade():\n    global down_revision\n    down_revision = "inside"\n',
  'revision = "a1"\ndown_revision = None\ndef upgrade():\n    x = """\ndown_revision = "in a string"\n"""\n',
  'revision = "a1"\ndown_revision = None\nclass A:\n    down_revision = "inside"\n',
  'if True:\n    revision = "a1"\nelse:\n    revision = "a2"\ndown_revision = None\n',
  'if False:\n    revision = "a1"\nelif not False:\n    revision = "a2"\ndown_revision = None\n',
  'from typing import TYPE_CHECKING\nrevision = "a1"\nif TYPE_CHECKING:\n    revision = "typing"\ndown_revision = None\n',
  'try:\n    revision = "a1"\nexcept Exception:\n    revision = "a2"\nelse:\n    down_revision = "b1"\nfinally:\n    pass\n',
  'revision = "a1"; down_revision = None; branch_labels = ("x", "y")\n',
  'BASE = "b1"\nrevision = "a1"\ndown_revision = BASE\nBASE = "b2"\n',
  'parts = ["b1"]\nrevision = "a1"\ndown_revision = parts + ["b2"]\n',
  'revision = "a1"\nrevision += "b"\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = "b1"\ndel down_revision\n',
  'down_revision = None\n',
  '',
  '# nothing\n',
  'revision = "a1"\n',
  'revision = None\ndown_revision = None\n',
  'revision = 5\ndown_revision = None\n',
  'revision = ""\ndown_revision = None\n',
  'revision = \\\n  "a1"\ndown_revision \\\n  = None\n',
  '\frevision = "a1"\n\f\ndown_revision = None\n',
  '   \n\t\nrevision = "a1"\ndown_revision = None',
  'revision = "a1" # "\ndown_revision = None # (\n',
  'if 1:\n\trevision = "a1"\n\tdown_revision = None\n',
  'revision = "a1"\ndown_revision = None\ndepends_on = ""\n',
  'revision = "ä1"\ndown_revision = "ö✓"\n',
  'with open(__file__) as f:\n    pass\nrevision = "a1"\ndown_revision = None\n',
  'for i in range(2):\n    pass\nrevision = "a1"\ndown_revision = None\n',
  'import os.path as p, sys\nfrom collections import (\n    OrderedDict,\n    deque as d,\n)\nrevision = "a1"\ndown_revision = None\n',
  'def f(*a, **k):\n    return lambda x: x\n@f\nclass A: pass\nrevision = "a1"\ndown_revision = None\n',
  'async def f():\n    pass\nrevision = "a1"\ndown_revision = None\n',
  'x = [\n1,\n2\n]\nx.append(3)\nrevision = "a1"\ndown_revision = None\n',
  'match 1:\n    case 1:\n        pass\nrevision = "a1"\ndown_revision = None\n',
  'revision = """a1"""\ndown_revision = None\n"""late docstring"""\n',
];

/** Whole files about which we may say that we do not know; a wrong answer is wrong all the same. */
const HARD_FILES = [
  'import sys\nif sys.argv:\n    globals()["revision"] = "a1"\ndown_revision = None\n',
  'import sys\nrevision = "a2"\nif (revision := "a1") and sys.argv:\n    down_revision = (revision := "a3")\nelse:\n    down_revision = None\n',
  'revision = "a1"\nfor i in "x":\n    down_revision = "b1"\n    locals()["down_revision"] = "b2"\n',
  'import os\nrevision = os.path.basename("a1")\ndown_revision = None\n',
  'globals()["revision"] = "a1"\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = None\nglobals().update(revision="a2")\n',
  'exec("revision = \'a1\'")\ndown_revision = None\n',
  'def revision(): pass\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = None\ndef down_revision(): pass\n',
  'class revision: pass\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = ["b1"]\nother = down_revision\nother.append("b2")\n',
  'revision = "a1"\ndown_revision = ["b1"]\ndown_revision[0] = "b2"\n',
  'revision = "a1"\ndown_revision = ["b1"]\nother = down_revision\nother += ["b2"]\n',
  'revision = "a1"\nfor down_revision in ("b1", "b2"):\n    pass\n',
  'revision = "a1"\ndown_revision = None\nwhile True:\n    down_revision = "b1"\n    break\n',
  'try:\n    import no_such_module\n    revision = "a1"\nexcept ImportError:\n    revision = "a2"\ndown_revision = None\n',
  'import sys\nif sys.version_info >= (3, 8):\n    revision = "a1"\nelse:\n    revision = "a2"\ndown_revision = None\n',
  'from os.path import *\nrevision = "a1"\ndown_revision = None\n',
  'from string import ascii_lowercase as revision\ndown_revision = None\n',
  'import string as revision\ndown_revision = None\n',
  'import os\nwith open(os.devnull) as down_revision:\n    revision = "a1"\n',
  'revision, *down_revision = "a1", "b1", "b2"\n',
  'revision, down_revision = "ab"\n',
  'match "b1":\n    case down_revision:\n        revision = "a1"\n',
  'revision = "a1"\ndown_revision = [x for x in ("b1", "b2")]\n',
  'print((revision := "a1"))\ndown_revision = None\n',
  'with (open(__file__) as f, open(__file__) as g):\n    revision = "a1"\ndown_revision = None\n',
  'revision = "a1"\ndown_revision = undefined_name\n',
  'revision = "a1"\ndown_revision = "b1" + 5\n',
  'revision = "a1"\ndown_revision = None\nlocals()["down_revision"] = "b1"\n',
];

/** Every form with every other that matters to it: several hundred files. */
export function oddFiles(): readonly OddFile[] {
  const files: OddFile[] = [];
  const add = (text: string, exact: boolean, fileName = 'x1.py'): void => {
    files.push({ fileName, exact, bytes: new TextEncoder().encode(text) });
  };
  for (const value of [...VALUES, ...BEYOND]) {
    const exact = VALUES.includes(value) && !SINGLE.has(value);
    // A nested tuple is a label of its own to Alembic, and None in a tuple too.
    const label = exact && !/^\(\(|^\(None/.test(value);
    add(`revision = "a1"\ndown_revision = ${value}\n\n\ndef upgrade():\n    pass\n`, exact);
    add(`revision = "a1"\ndown_revision = None\ndepends_on = ${value}\n`, exact);
    add(`revision = "a1"\ndown_revision = None\nbranch_labels = ${value}\n`, label);
    add(`revision = ${value}\ndown_revision = None\n`, false);
    add(`revision: str = "a1"\ndown_revision: object = ${value}\n`.replaceAll('\n', '\r\n'), exact);
  }
  for (const docstring of DOCSTRINGS) {
    const text = `${docstring}\nfrom alembic import op\n\nrevision = "a1"\ndown_revision = "b1"\n`;
    add(text, true);
    add(text.replaceAll('\n', '\r\n'), true);
    add(text.replaceAll('\n', '\r'), true);
    add(`\ufeff${text}`, true);
    add(`# -*- coding: utf-8 -*-\n${text}`, true);
  }
  for (const text of FILES) {
    add(text, true);
    add(text, true, 'abc123.py');
    add(text.replaceAll('\n', '\r\n'), true);
    add(text, true, 'a-b é.py');
  }
  for (const text of HARD_FILES) add(text, false);
  const latin = Uint8Array.from(
    '# coding: latin-1\n"""gr\xfc\xdfe"""\nrevision = "a1"\ndown_revision = "\xe4"\n',
    (letter) => letter.charCodeAt(0),
  );
  files.push({ fileName: 'x1.py', bytes: latin, exact: true });
  return files;
}
