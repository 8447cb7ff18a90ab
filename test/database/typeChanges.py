"""Changes columns on a real database as bridge/typeChanges.py says is harmless, and says where a value was not kept. Arguments: the file of the rule, the database's URL. Prints JSON."""

import json
import sys

import sqlalchemy as sa

TYPES = [
    (sa.SmallInteger(), ["-32768", "32767"]),
    (sa.Integer(), ["-2147483648", "2147483647"]),
    (sa.BigInteger(), ["-9223372036854775808", "9223372036854775807"]),
    (sa.Numeric(10, 4), ["999999.9999", "-999999.9999"]),
    (sa.Numeric(10, 2), ["99999999.99"]),
    (sa.Numeric(12, 4), ["99999999.9999"]),
    (sa.Numeric(20, 0), ["99999999999999999999"]),
    (sa.Numeric(), ["9999999999", "1234.5"]),
    (sa.REAL(), ["16777216", "0.5", "0.1"]),
    (sa.Double(), ["9007199254740991", "0.1"]),
    (sa.Float(), ["0.1", "16777217"]),
    (sa.Float(53), ["0.1", "9007199254740991"]),
    (sa.String(5), ["abcde", "  x  "]),
    (sa.String(10), ["abcdefghij"]),
    (sa.Text(), ["x" * 30000]),
    (sa.Enum("a", "bcdef", name="small", native_enum=False), ["a", "bcdef"]),
    (sa.Date(), ["2024-02-29", "1000-01-01"]),
    (sa.DateTime(), ["2024-02-29 23:59:59"]),
    (sa.Time(), ["23:59:59"]),
    (sa.Boolean(), ["1"]),
]


def main():
    names = {}
    exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), names)
    engine = sa.create_engine(sys.argv[2], isolation_level="AUTOCOMMIT")
    wrong, said = [], 0
    with engine.connect() as connection:
        dialect = connection.dialect
        postgresql = dialect.name == "postgresql"
        for old, values in TYPES:
            for new, _ in TYPES:
                if not names["keeps_values"](old, new, dialect):
                    continue
                said += 1
                before, after = old.compile(dialect), new.compile(dialect)
                connection.exec_driver_sql("DROP TABLE IF EXISTS t")
                connection.exec_driver_sql("CREATE TABLE t (i INTEGER, c %s)" % before)
                for index, value in enumerate(values):
                    literal = "true" if before == "BOOLEAN" else "'%s'" % value
                    connection.exec_driver_sql("INSERT INTO t VALUES (%d, %s)" % (index, literal))
                there = connection.exec_driver_sql("SELECT c FROM t ORDER BY i").fetchall()
                try:
                    if postgresql:
                        connection.exec_driver_sql("ALTER TABLE t ALTER COLUMN c TYPE %s USING c::%s" % (after, after))
                        back = "ALTER TABLE t ALTER COLUMN c TYPE %s USING c::%s" % (before, before)
                    else:
                        connection.exec_driver_sql("ALTER TABLE t MODIFY c %s" % after)
                        back = "ALTER TABLE t MODIFY c %s" % before
                    # What comes back as it was has been kept.
                    connection.exec_driver_sql(back)
                    same = connection.exec_driver_sql("SELECT c FROM t ORDER BY i").fetchall() == there
                except sa.exc.DBAPIError:
                    same = False
                if not same:
                    wrong.append("%s -> %s" % (before, after))
    print(json.dumps({"wrong": wrong, "said": said}))


main()
