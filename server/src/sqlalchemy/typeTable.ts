import type { TypeModule } from '../schema/sqlType';

/** A type class of SQLAlchemy, as `describe.py` of test/oracle/sqlalchemy reads it from the installed one. */
export interface TypeClassRow {
  /** The constructor's: `a` required, `a?` not, `=a?` by name only, `*a` takes the rest, `**` any other name. */
  readonly parameters: string;
  /** Under what name compilers know it (`__visit_name__`). */
  readonly visit: string;
  /** The type classes it derives from, nearest first. */
  readonly bases: readonly TypeKey[];
}

/** Package and class: `postgresql.JSONB`. */
export type TypeKey = `${TypeModule}.${string}`;

/** SQLAlchemy 2.0.54. */
export const TYPE_CLASSES: Readonly<Record<TypeKey, TypeClassRow>> = {
  'mssql.BIT': {
    parameters: 'create_constraint? name?',
    visit: 'BIT',
    bases: ['sqlalchemy.Boolean', 'sqlalchemy.TypeEngine'],
  },
  'mssql.DATETIME2': {
    parameters: 'precision? =timezone?',
    visit: 'DATETIME2',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'mssql.DATETIMEOFFSET': {
    parameters: 'precision? =timezone?',
    visit: 'DATETIMEOFFSET',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'mssql.DOUBLE_PRECISION': {
    parameters: '=precision? =asdecimal? =decimal_return_scale?',
    visit: 'DOUBLE_PRECISION',
    bases: [
      'sqlalchemy.DOUBLE_PRECISION',
      'sqlalchemy.Double',
      'sqlalchemy.Float',
      'sqlalchemy.Numeric',
      'sqlalchemy.TypeEngine',
    ],
  },
  'mssql.IMAGE': { parameters: 'length?', visit: 'IMAGE', bases: ['sqlalchemy.LargeBinary', 'sqlalchemy.TypeEngine'] },
  'mssql.JSON': { parameters: 'none_as_null?', visit: 'JSON', bases: ['sqlalchemy.JSON', 'sqlalchemy.TypeEngine'] },
  'mssql.JSONIndexType': {
    parameters: '',
    visit: '',
    bases: ['sqlalchemy.JSONIndexType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'mssql.JSONPathType': {
    parameters: '',
    visit: 'json_path',
    bases: ['sqlalchemy.JSONPathType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'mssql.MONEY': { parameters: '', visit: 'MONEY', bases: ['sqlalchemy.TypeEngine'] },
  'mssql.MSUUid': {
    parameters: 'as_uuid? native_uuid?',
    visit: 'uuid',
    bases: ['sqlalchemy.Uuid', 'sqlalchemy.TypeEngine'],
  },
  'mssql.NTEXT': {
    parameters: 'length? collation?',
    visit: 'NTEXT',
    bases: ['sqlalchemy.UnicodeText', 'sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mssql.REAL': {
    parameters: '=precision? =asdecimal? =decimal_return_scale?',
    visit: 'REAL',
    bases: ['sqlalchemy.REAL', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'mssql.ROWVERSION': {
    parameters: 'convert_int?',
    visit: 'ROWVERSION',
    bases: ['mssql.TIMESTAMP', 'sqlalchemy.TypeEngine'],
  },
  'mssql.SMALLDATETIME': {
    parameters: 'timezone?',
    visit: 'SMALLDATETIME',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'mssql.SMALLMONEY': { parameters: '', visit: 'SMALLMONEY', bases: ['sqlalchemy.TypeEngine'] },
  'mssql.SQL_VARIANT': { parameters: '', visit: 'SQL_VARIANT', bases: ['sqlalchemy.TypeEngine'] },
  'mssql.TIME': {
    parameters: 'precision? =timezone? **',
    visit: 'TIME',
    bases: ['sqlalchemy.TIME', 'sqlalchemy.Time', 'sqlalchemy.TypeEngine'],
  },
  'mssql.TIMESTAMP': { parameters: 'convert_int?', visit: 'TIMESTAMP', bases: ['sqlalchemy.TypeEngine'] },
  'mssql.TINYINT': { parameters: '', visit: 'TINYINT', bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'] },
  'mssql.UNIQUEIDENTIFIER': {
    parameters: 'as_uuid?',
    visit: 'UNIQUEIDENTIFIER',
    bases: ['sqlalchemy.Uuid', 'sqlalchemy.TypeEngine'],
  },
  'mssql.VARBINARY': {
    parameters: 'length? filestream?',
    visit: 'VARBINARY',
    bases: ['sqlalchemy.VARBINARY', 'sqlalchemy.LargeBinary', 'sqlalchemy.TypeEngine'],
  },
  'mssql.XML': {
    parameters: 'length? collation?',
    visit: 'XML',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.BIGINT': {
    parameters: 'display_width? =unsigned? =zerofill?',
    visit: 'BIGINT',
    bases: ['sqlalchemy.BIGINT', 'sqlalchemy.BigInteger', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'mysql.BIT': { parameters: 'length?', visit: 'BIT', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.CHAR': {
    parameters: 'length? =charset? =collation? =ascii? =binary? =unicode? =national?',
    visit: 'CHAR',
    bases: ['sqlalchemy.CHAR', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.DATETIME': {
    parameters: 'timezone? fsp?',
    visit: 'DATETIME',
    bases: ['sqlalchemy.DATETIME', 'sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'mysql.DECIMAL': {
    parameters: 'precision? scale? asdecimal? =unsigned? =zerofill? =decimal_return_scale?',
    visit: 'DECIMAL',
    bases: ['sqlalchemy.DECIMAL', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'mysql.DOUBLE': {
    parameters: 'precision? scale? asdecimal? =unsigned? =zerofill? =decimal_return_scale?',
    visit: 'DOUBLE',
    bases: [
      'sqlalchemy.DOUBLE',
      'sqlalchemy.Double',
      'sqlalchemy.Float',
      'sqlalchemy.Numeric',
      'sqlalchemy.TypeEngine',
    ],
  },
  'mysql.ENUM': {
    parameters:
      '*enums =charset? =collation? =ascii? =binary? =unicode? =national? =length? =create_constraint? =inherit_schema? =metadata? =name? =native_enum? =omit_aliases? =quote? =schema? =sort_key_function? =validate_strings? =values_callable?',
    visit: 'ENUM',
    bases: ['sqlalchemy.Enum', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.FLOAT': {
    parameters: 'precision? scale? asdecimal? =unsigned? =zerofill? =decimal_return_scale?',
    visit: 'FLOAT',
    bases: ['sqlalchemy.FLOAT', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'mysql.INET4': { parameters: '', visit: 'INET4', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.INET6': { parameters: '', visit: 'INET6', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.INTEGER': {
    parameters: 'display_width? =unsigned? =zerofill?',
    visit: 'INTEGER',
    bases: ['sqlalchemy.INTEGER', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'mysql.JSON': { parameters: 'none_as_null?', visit: 'JSON', bases: ['sqlalchemy.JSON', 'sqlalchemy.TypeEngine'] },
  'mysql.JSONIndexType': {
    parameters: '',
    visit: '',
    bases: ['sqlalchemy.JSONIndexType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'mysql.JSONPathType': {
    parameters: '',
    visit: 'json_path',
    bases: ['sqlalchemy.JSONPathType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'mysql.LONGBLOB': { parameters: 'length?', visit: 'LONGBLOB', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.LONGTEXT': {
    parameters: '=charset? =collation? =ascii? =binary? =unicode? =national? =length?',
    visit: 'LONGTEXT',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.MEDIUMBLOB': { parameters: 'length?', visit: 'MEDIUMBLOB', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.MEDIUMINT': {
    parameters: 'display_width? =unsigned? =zerofill?',
    visit: 'MEDIUMINT',
    bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'mysql.MEDIUMTEXT': {
    parameters: '=charset? =collation? =ascii? =binary? =unicode? =national? =length?',
    visit: 'MEDIUMTEXT',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.NCHAR': {
    parameters: 'length? =charset? =collation? =ascii? =binary? =unicode? =national?',
    visit: 'NCHAR',
    bases: ['sqlalchemy.NCHAR', 'sqlalchemy.Unicode', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.NUMERIC': {
    parameters: 'precision? scale? asdecimal? =unsigned? =zerofill? =decimal_return_scale?',
    visit: 'NUMERIC',
    bases: ['sqlalchemy.NUMERIC', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'mysql.NVARCHAR': {
    parameters: 'length? =charset? =collation? =ascii? =binary? =unicode? =national?',
    visit: 'NVARCHAR',
    bases: ['sqlalchemy.NVARCHAR', 'sqlalchemy.Unicode', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.REAL': {
    parameters: 'precision? scale? asdecimal? =unsigned? =zerofill? =decimal_return_scale?',
    visit: 'REAL',
    bases: ['sqlalchemy.REAL', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'mysql.SET': {
    parameters: '*values =charset? =collation? =ascii? =binary? =unicode? =national? =length?',
    visit: 'SET',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.SMALLINT': {
    parameters: 'display_width? =unsigned? =zerofill?',
    visit: 'SMALLINT',
    bases: ['sqlalchemy.SMALLINT', 'sqlalchemy.SmallInteger', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'mysql.TEXT': {
    parameters: 'length? =charset? =collation? =ascii? =binary? =unicode? =national?',
    visit: 'TEXT',
    bases: ['sqlalchemy.TEXT', 'sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.TIME': {
    parameters: 'timezone? fsp?',
    visit: 'TIME',
    bases: ['sqlalchemy.TIME', 'sqlalchemy.Time', 'sqlalchemy.TypeEngine'],
  },
  'mysql.TIMESTAMP': {
    parameters: 'timezone? fsp?',
    visit: 'TIMESTAMP',
    bases: ['sqlalchemy.TIMESTAMP', 'sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'mysql.TINYBLOB': { parameters: 'length?', visit: 'TINYBLOB', bases: ['sqlalchemy.TypeEngine'] },
  'mysql.TINYINT': {
    parameters: 'display_width? =unsigned? =zerofill?',
    visit: 'TINYINT',
    bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'mysql.TINYTEXT': {
    parameters: '=charset? =collation? =ascii? =binary? =unicode? =national? =length?',
    visit: 'TINYTEXT',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.VARCHAR': {
    parameters: 'length? =charset? =collation? =ascii? =binary? =unicode? =national?',
    visit: 'VARCHAR',
    bases: ['sqlalchemy.VARCHAR', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'mysql.YEAR': { parameters: 'display_width?', visit: 'YEAR', bases: ['sqlalchemy.TypeEngine'] },
  'oracle.BFILE': { parameters: 'length?', visit: 'BFILE', bases: ['sqlalchemy.LargeBinary', 'sqlalchemy.TypeEngine'] },
  'oracle.BINARY_DOUBLE': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'BINARY_DOUBLE',
    bases: ['sqlalchemy.Double', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'oracle.BINARY_FLOAT': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'BINARY_FLOAT',
    bases: ['sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'oracle.DATE': { parameters: 'timezone?', visit: 'DATE', bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'] },
  'oracle.FLOAT': {
    parameters: 'binary_precision? asdecimal? decimal_return_scale?',
    visit: 'FLOAT',
    bases: ['sqlalchemy.FLOAT', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'oracle.INTERVAL': {
    parameters: 'day_precision? second_precision?',
    visit: 'INTERVAL',
    bases: ['sqlalchemy.TypeEngine'],
  },
  'oracle.LONG': {
    parameters: 'length? collation?',
    visit: 'LONG',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'oracle.NCLOB': {
    parameters: 'length? collation?',
    visit: 'NCLOB',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'oracle.NUMBER': {
    parameters: 'precision? scale? asdecimal?',
    visit: 'NUMBER',
    bases: ['sqlalchemy.Numeric', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'oracle.RAW': { parameters: 'length?', visit: 'RAW', bases: ['sqlalchemy.TypeEngine'] },
  'oracle.ROWID': { parameters: '', visit: 'ROWID', bases: ['sqlalchemy.TypeEngine'] },
  'oracle.TIMESTAMP': {
    parameters: 'timezone? local_timezone?',
    visit: 'TIMESTAMP',
    bases: ['sqlalchemy.TIMESTAMP', 'sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'oracle.VARCHAR2': {
    parameters: 'length? collation?',
    visit: 'VARCHAR2',
    bases: ['sqlalchemy.VARCHAR', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'oracle.VECTOR': {
    parameters: 'dim? storage_format? storage_type?',
    visit: 'VECTOR',
    bases: ['sqlalchemy.TypeEngine'],
  },
  'postgresql.ARRAY': {
    parameters: 'item_type as_tuple? dimensions? zero_indexes?',
    visit: 'ARRAY',
    bases: ['sqlalchemy.ARRAY', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.AbstractMultiRange': {
    parameters: '',
    visit: '',
    bases: ['postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.AbstractMultiRangeImpl': {
    parameters: '',
    visit: '',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.AbstractRange': { parameters: '', visit: '', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.AbstractSingleRange': {
    parameters: '',
    visit: '',
    bases: ['postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.AbstractSingleRangeImpl': {
    parameters: '',
    visit: '',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.BIT': { parameters: 'length? varying?', visit: 'BIT', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.BYTEA': {
    parameters: 'length?',
    visit: 'BYTEA',
    bases: ['sqlalchemy.LargeBinary', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.CIDR': { parameters: '', visit: 'CIDR', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.CITEXT': {
    parameters: 'length? collation?',
    visit: 'CITEXT',
    bases: ['sqlalchemy.TEXT', 'sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.DATEMULTIRANGE': {
    parameters: '',
    visit: 'DATEMULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.DATERANGE': {
    parameters: '',
    visit: 'DATERANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.DOMAIN': {
    parameters:
      'name data_type =collation? =default? =constraint_name? =not_null? =check? =create_type? =schema? =metadata? =inherit_schema? =quote?',
    visit: 'DOMAIN',
    bases: ['postgresql.NamedType', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.ENUM': {
    parameters: '*enums =name? =create_type? =length? =collation? **',
    visit: 'enum',
    bases: ['postgresql.NamedType', 'sqlalchemy.Enum', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.HSTORE': { parameters: 'text_type?', visit: 'HSTORE', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.INET': { parameters: '', visit: 'INET', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.INT4MULTIRANGE': {
    parameters: '',
    visit: 'INT4MULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.INT4RANGE': {
    parameters: '',
    visit: 'INT4RANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.INT8MULTIRANGE': {
    parameters: '',
    visit: 'INT8MULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.INT8RANGE': {
    parameters: '',
    visit: 'INT8RANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.INTERVAL': { parameters: 'precision? fields?', visit: 'INTERVAL', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.JSON': {
    parameters: 'none_as_null? astext_type?',
    visit: 'JSON',
    bases: ['sqlalchemy.JSON', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.JSONB': {
    parameters: 'none_as_null? astext_type?',
    visit: 'JSONB',
    bases: ['postgresql.JSON', 'sqlalchemy.JSON', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.JSONPATH': {
    parameters: '',
    visit: 'JSONPATH',
    bases: [
      'postgresql.JSONPathType',
      'sqlalchemy.JSONPathType',
      'sqlalchemy.JSONElementType',
      'sqlalchemy.TypeEngine',
    ],
  },
  'postgresql.JSONPathType': {
    parameters: '',
    visit: 'json_path',
    bases: ['sqlalchemy.JSONPathType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.MACADDR': { parameters: '', visit: 'MACADDR', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.MACADDR8': { parameters: '', visit: 'MACADDR8', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.MONEY': { parameters: '', visit: 'MONEY', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.NUMMULTIRANGE': {
    parameters: '',
    visit: 'NUMMULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.NUMRANGE': {
    parameters: '',
    visit: 'NUMRANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.NamedType': { parameters: '', visit: '', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.OID': { parameters: '', visit: 'OID', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.PGUuid': {
    parameters: 'as_uuid?',
    visit: 'UUID',
    bases: ['sqlalchemy.UUID', 'sqlalchemy.Uuid', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.REGCLASS': { parameters: '', visit: 'REGCLASS', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.REGCONFIG': { parameters: '', visit: 'REGCONFIG', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.TIME': {
    parameters: 'timezone? precision?',
    visit: 'TIME',
    bases: ['sqlalchemy.TIME', 'sqlalchemy.Time', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TIMESTAMP': {
    parameters: 'timezone? precision?',
    visit: 'TIMESTAMP',
    bases: ['sqlalchemy.TIMESTAMP', 'sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TSMULTIRANGE': {
    parameters: '',
    visit: 'TSMULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TSQUERY': { parameters: '', visit: 'TSQUERY', bases: ['sqlalchemy.TypeEngine'] },
  'postgresql.TSRANGE': {
    parameters: '',
    visit: 'TSRANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TSTZMULTIRANGE': {
    parameters: '',
    visit: 'TSTZMULTIRANGE',
    bases: ['postgresql.AbstractMultiRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TSTZRANGE': {
    parameters: '',
    visit: 'TSTZRANGE',
    bases: ['postgresql.AbstractSingleRange', 'postgresql.AbstractRange', 'sqlalchemy.TypeEngine'],
  },
  'postgresql.TSVECTOR': { parameters: '', visit: 'TSVECTOR', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.ARRAY': {
    parameters: 'item_type as_tuple? dimensions? zero_indexes?',
    visit: 'ARRAY',
    bases: ['sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.BIGINT': {
    parameters: '',
    visit: 'BIGINT',
    bases: ['sqlalchemy.BigInteger', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.BINARY': { parameters: 'length?', visit: 'BINARY', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.BLOB': {
    parameters: 'length?',
    visit: 'BLOB',
    bases: ['sqlalchemy.LargeBinary', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.BOOLEAN': {
    parameters: 'create_constraint? name?',
    visit: 'BOOLEAN',
    bases: ['sqlalchemy.Boolean', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.BigInteger': {
    parameters: '',
    visit: 'big_integer',
    bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Boolean': { parameters: 'create_constraint? name?', visit: 'boolean', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.CHAR': {
    parameters: 'length? collation?',
    visit: 'CHAR',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.CLOB': {
    parameters: 'length? collation?',
    visit: 'CLOB',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.DATE': { parameters: '', visit: 'DATE', bases: ['sqlalchemy.Date', 'sqlalchemy.TypeEngine'] },
  'sqlalchemy.DATETIME': {
    parameters: 'timezone?',
    visit: 'DATETIME',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.DECIMAL': {
    parameters: 'precision? scale? decimal_return_scale? asdecimal?',
    visit: 'DECIMAL',
    bases: ['sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.DOUBLE': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'DOUBLE',
    bases: ['sqlalchemy.Double', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.DOUBLE_PRECISION': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'DOUBLE_PRECISION',
    bases: ['sqlalchemy.Double', 'sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Date': { parameters: '', visit: 'date', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.DateTime': { parameters: 'timezone?', visit: 'datetime', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.Double': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'double',
    bases: ['sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Enum': {
    parameters: '*enums =length? =collation? **',
    visit: 'enum',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.FLOAT': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'FLOAT',
    bases: ['sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Float': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'float',
    bases: ['sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.INTEGER': { parameters: '', visit: 'INTEGER', bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'] },
  'sqlalchemy.Integer': { parameters: '', visit: 'integer', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.Interval': {
    parameters: 'native? second_precision? day_precision?',
    visit: 'type_decorator',
    bases: ['sqlalchemy.TypeDecorator', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.JSON': { parameters: 'none_as_null?', visit: 'JSON', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.LargeBinary': { parameters: 'length?', visit: 'large_binary', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.MatchType': {
    parameters: 'create_constraint? name?',
    visit: 'boolean',
    bases: ['sqlalchemy.Boolean', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.NCHAR': {
    parameters: 'length? collation?',
    visit: 'NCHAR',
    bases: ['sqlalchemy.Unicode', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.NUMERIC': {
    parameters: 'precision? scale? decimal_return_scale? asdecimal?',
    visit: 'NUMERIC',
    bases: ['sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.NVARCHAR': {
    parameters: 'length? collation?',
    visit: 'NVARCHAR',
    bases: ['sqlalchemy.Unicode', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.NullType': { parameters: '', visit: 'null', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.Numeric': {
    parameters: 'precision? scale? decimal_return_scale? asdecimal?',
    visit: 'numeric',
    bases: ['sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.PickleType': {
    parameters: 'protocol? pickler? comparator? impl?',
    visit: 'type_decorator',
    bases: ['sqlalchemy.TypeDecorator', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.REAL': {
    parameters: 'precision? asdecimal? decimal_return_scale?',
    visit: 'REAL',
    bases: ['sqlalchemy.Float', 'sqlalchemy.Numeric', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.SMALLINT': {
    parameters: '',
    visit: 'SMALLINT',
    bases: ['sqlalchemy.SmallInteger', 'sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.SmallInteger': {
    parameters: '',
    visit: 'small_integer',
    bases: ['sqlalchemy.Integer', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.String': { parameters: 'length? collation?', visit: 'string', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.TEXT': {
    parameters: 'length? collation?',
    visit: 'TEXT',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.TIME': { parameters: 'timezone?', visit: 'TIME', bases: ['sqlalchemy.Time', 'sqlalchemy.TypeEngine'] },
  'sqlalchemy.TIMESTAMP': {
    parameters: 'timezone?',
    visit: 'TIMESTAMP',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.TableValueType': { parameters: '*elements', visit: '', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.Text': {
    parameters: 'length? collation?',
    visit: 'text',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Time': { parameters: 'timezone?', visit: 'time', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.TupleType': { parameters: '*types', visit: '', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.TypeDecorator': { parameters: '**', visit: 'type_decorator', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.TypeEngine': { parameters: '', visit: '', bases: [] },
  'sqlalchemy.UUID': { parameters: 'as_uuid?', visit: 'UUID', bases: ['sqlalchemy.Uuid', 'sqlalchemy.TypeEngine'] },
  'sqlalchemy.Unicode': {
    parameters: 'length? collation?',
    visit: 'unicode',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.UnicodeText': {
    parameters: 'length? collation?',
    visit: 'unicode_text',
    bases: ['sqlalchemy.Text', 'sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.UserDefinedType': { parameters: '', visit: 'user_defined', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.Uuid': { parameters: 'as_uuid? native_uuid?', visit: 'uuid', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.VARBINARY': { parameters: 'length?', visit: 'VARBINARY', bases: ['sqlalchemy.TypeEngine'] },
  'sqlalchemy.VARCHAR': {
    parameters: 'length? collation?',
    visit: 'VARCHAR',
    bases: ['sqlalchemy.String', 'sqlalchemy.TypeEngine'],
  },
  'sqlalchemy.Variant': {
    parameters: '**',
    visit: 'type_decorator',
    bases: ['sqlalchemy.TypeDecorator', 'sqlalchemy.TypeEngine'],
  },
  'sqlite.DATE': {
    parameters: 'storage_format? regexp?',
    visit: 'date',
    bases: ['sqlalchemy.Date', 'sqlalchemy.TypeEngine'],
  },
  'sqlite.DATETIME': {
    parameters: '=storage_format? =regexp? =timezone?',
    visit: 'datetime',
    bases: ['sqlalchemy.DateTime', 'sqlalchemy.TypeEngine'],
  },
  'sqlite.JSON': { parameters: 'none_as_null?', visit: 'JSON', bases: ['sqlalchemy.JSON', 'sqlalchemy.TypeEngine'] },
  'sqlite.JSONIndexType': {
    parameters: '',
    visit: '',
    bases: ['sqlalchemy.JSONIndexType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'sqlite.JSONPathType': {
    parameters: '',
    visit: 'json_path',
    bases: ['sqlalchemy.JSONPathType', 'sqlalchemy.JSONElementType', 'sqlalchemy.TypeEngine'],
  },
  'sqlite.TIME': {
    parameters: '=storage_format? =regexp? =timezone?',
    visit: 'time',
    bases: ['sqlalchemy.Time', 'sqlalchemy.TypeEngine'],
  },
};
