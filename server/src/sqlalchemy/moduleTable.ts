/** A module of SQLAlchemy: its public names by what they stand for (describe.py of test/oracle/sqlalchemy). */
export interface ModuleRow {
  /** Whether these are all names there are. Otherwise others may be there. */
  readonly complete: boolean;
  /** Type classes, `Name` or `Name=package.Class`; without a package it is `sqlalchemy`'s. */
  readonly types: string;
  readonly modules: string;
  /** Objects of the library, `name`, `name=other` or `name=package:name`; without a package it is `sqlalchemy`'s. */
  readonly members: string;
  /** Classes of exceptions, `name` or `name=other`. */
  readonly exceptions: string;
  /** Names of which nothing more is told. */
  readonly others: string;
}

/** SQLAlchemy 2.0.54 after Alembic is imported. */
export const MODULES: Readonly<Record<string, ModuleRow>> = {
  sqlalchemy: {
    complete: true,
    types:
      'ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT=sqlalchemy.INTEGER INTEGER Integer Interval JSON LargeBinary NCHAR NUMERIC NVARCHAR Numeric PickleType REAL SMALLINT SmallInteger String TEXT TIME TIMESTAMP Text Time TupleType TypeDecorator UUID Unicode UnicodeText Uuid VARBINARY VARCHAR',
    modules:
      '_util=sqlalchemy.util connectors cyextension dialects engine event exc ext future inspection log orm pool schema sql types util',
    members:
      'AdaptedConnection Alias AliasedReturnsRows AssertionPool AsyncAdaptedQueuePool BLANK_SCHEMA BaseDDLElement BaseRow BinaryExpression BindParameter BindTyping BooleanClauseList CTE CacheKey Case Cast CheckConstraint ChunkedIteratorResult ClauseElement ClauseList CollectionAggregate Column ColumnClause ColumnCollection ColumnDefault ColumnElement ColumnOperators Compiled CompoundSelect Computed Connection Constraint CreateEnginePlugin CursorResult DDL DDLElement DefaultClause Delete Dialect Engine ExceptionContext Executable ExecutableDDLElement=DDLElement ExecutionContext Exists Extract FallbackAsyncAdaptedQueuePool False_ FetchedValue ForeignKey ForeignKeyConstraint FromClause FromGrouping FrozenResult Function FunctionElement FunctionFilter GenerativeSelect Grouping HasCTE HasPrefixes HasSuffixes Identity Index Insert Inspector IteratorResult Join LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY=LABEL_STYLE_DEFAULT LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Label LambdaElement Lateral MappingResult MergedResult MetaData NestedTransaction NotNullable Null NullPool Nullable Operators Over Pool PoolProxiedConnection PoolResetState PrimaryKeyConstraint QueuePool ReleaseSavepointClause Result ResultProxy=CursorResult ReturnsRows RollbackToSavepointClause RootTransaction Row RowMapping SQLColumnExpression SavepointClause ScalarResult ScalarSelect Select SelectBase SelectLabelStyle Selectable Sequence SingletonThreadPool StatementLambdaElement StaticPool Subquery Table TableClause TableSample TableValuedAlias TextAsFrom TextClause TextualSelect=TextAsFrom Transaction True_ TryCast Tuple TwoPhaseTransaction TypeClause TypeCoerce TypeCompiler URL UnaryExpression UniqueConstraint Update UpdateBase Values ValuesBase Visitable WithinGroup alias all_ and_ any_ asc between bindparam bitwise_not case cast collate column create_engine create_mock_engine create_pool_from_url cte custom_op delete desc distinct engine_from_config except_ except_all exists extract false func funcfilter insert insert_sentinel inspect intersect intersect_all join label lambda_stmt lateral literal literal_column make_url modifier not_ null nulls_first nulls_last nullsfirst=nulls_first nullslast=nulls_last or_ outerjoin outparam over quoted_name result_tuple select table tablesample text true try_cast tuple_ type_coerce union union_all update values within_group',
    exceptions: '',
    others: 'Any ColumnExpressionArgument annotations',
  },
  'sqlalchemy.types': {
    complete: true,
    types:
      'ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT=sqlalchemy.INTEGER INTEGER Integer Interval JSON LargeBinary MatchType NCHAR NUMERIC NVARCHAR NullType Numeric PickleType REAL SMALLINT SmallInteger String TEXT TIME TIMESTAMP Text Time TupleType TypeDecorator TypeEngine UUID Unicode UnicodeText UserDefinedType Uuid VARBINARY VARCHAR Variant',
    modules: '',
    members: '',
    exceptions: '',
    others: 'Concatenable ExternalType Indexable NULLTYPE STRINGTYPE SchemaType adapt_type annotations to_instance',
  },
  'sqlalchemy.schema': {
    complete: true,
    types: '',
    modules: '',
    members:
      'AddConstraint BLANK_SCHEMA BaseDDLElement CheckConstraint Column ColumnCollectionConstraint ColumnCollectionMixin ColumnDefault Computed Constraint CreateColumn CreateIndex CreateSchema CreateSequence CreateTable DDL DDLElement DefaultClause DefaultGenerator DropColumnComment DropConstraint DropConstraintComment DropIndex DropSchema DropSequence DropTable DropTableComment ExecutableDDLElement=DDLElement FetchedValue ForeignKey ForeignKeyConstraint HasConditionalDDL Identity Index InvokeDDLBase MetaData PrimaryKeyConstraint SchemaConst SchemaItem SchemaVisitable SchemaVisitor Sequence SetColumnComment SetConstraintComment SetTableComment Table UniqueConstraint conv insert_sentinel sort_tables sort_tables_and_constraints',
    exceptions: '',
    others: 'annotations',
  },
  'sqlalchemy.sql': {
    complete: true,
    types: '',
    modules:
      '_dml_constructors _elements_constructors _orm_types _selectable_constructors _typing annotation base cache_key coercions compiler crud ddl default_comparator dml elements events expression functions lambdas naming operators roles schema selectable sqltypes traversals type_api util visitors',
    members:
      'Alias BaseDDLElement COLLECT_CARTESIAN_PRODUCTS ClauseElement ClauseVisitor ColumnCollection ColumnElement CompoundSelect DDL DDLElement Delete Executable ExecutableDDLElement=DDLElement FROM_LINTING False_ FromClause Insert Join LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY=LABEL_STYLE_DEFAULT LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL LambdaElement NO_LINTING NotNullable Nullable SQLColumnExpression Select SelectLabelStyle Selectable StatementLambdaElement Subquery TableClause TableSample True_ Update Values WARN_LINTING alias all_ and_ any_ asc between bindparam case cast collate column cte delete desc distinct except_ except_all exists extract false func funcfilter insert intersect intersect_all join label lambda_stmt lateral literal literal_column modifier not_ null nulls_first nulls_last nullsfirst=nulls_first nullslast=nulls_last or_ outerjoin outparam over quoted_name select table tablesample text true try_cast tuple_ type_coerce union union_all update values within_group',
    exceptions: '',
    others: 'Any ColumnExpressionArgument TYPE_CHECKING',
  },
  'sqlalchemy.sql.expression': {
    complete: true,
    types: '',
    modules: '',
    members:
      'Alias AliasedReturnsRows BinaryExpression BindParameter BooleanClauseList CTE CacheKey Case Cast ClauseElement ClauseList CollectionAggregate ColumnClause ColumnCollection ColumnElement ColumnOperators CompoundSelect Delete Executable Exists ExpressionClauseList Extract False_ FromClause FromGrouping Function FunctionElement FunctionFilter GenerativeSelect Grouping HasCTE HasPrefixes HasSuffixes Insert Join LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY=LABEL_STYLE_DEFAULT LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Label LambdaElement Lateral Null Operators Over ReleaseSavepointClause ReturnsRows RollbackToSavepointClause SQLColumnExpression SavepointClause ScalarSelect ScalarValues Select SelectBase SelectLabelStyle Selectable StatementLambdaElement Subquery TableClause TableSample TableValuedAlias TextAsFrom TextClause TextualSelect=TextAsFrom True_ TryCast Tuple TypeClause TypeCoerce UnaryExpression Update UpdateBase Values ValuesBase Visitable WithinGroup alias all_ and_ any_ asc between bindparam bitwise_not case cast collate column cte custom_op delete desc distinct except_ except_all exists extract false func funcfilter insert intersect intersect_all join label lambda_stmt lateral literal literal_column modifier not_ null nulls_first nulls_last nullsfirst=nulls_first nullslast=nulls_last or_ outerjoin outparam over quoted_name select table tablesample text true try_cast tuple_ type_coerce union union_all update values within_group',
    exceptions: '',
    others: 'ColumnExpressionArgument annotations',
  },
  'sqlalchemy.sql.sqltypes': {
    complete: true,
    types:
      'ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT=sqlalchemy.INTEGER INTEGER Integer Interval JSON LargeBinary MatchType NCHAR NUMERIC NVARCHAR NullType Numeric PickleType REAL SMALLINT SmallInteger String TEXT TIME TIMESTAMP TableValueType Text Time TupleType TypeDecorator TypeEngine UUID Unicode UnicodeText Uuid VARBINARY VARCHAR Variant',
    modules:
      'coercions=sqlalchemy.sql.coercions elements=sqlalchemy.sql.elements event=sqlalchemy.event exc=sqlalchemy.exc inspection=sqlalchemy.inspection langhelpers=sqlalchemy.util.langhelpers operators=sqlalchemy.sql.operators processors=sqlalchemy.engine.processors roles=sqlalchemy.sql.roles type_api=sqlalchemy.sql.type_api util=sqlalchemy.util',
    members: 'quoted_name type_coerce=TypeCoerce',
    exceptions: '',
    others:
      'Any BOOLEANTYPE Callable Concatenable DATETIME_TIMEZONE Dict Emulated HasCacheKey HasExpressionLookup INDEXABLE INTEGERTYPE Indexable InternalTraversal Iterable List Literal MATCHTYPE Mapping NO_ARG NULLTYPE NUMERICTYPE NativeForEmulated Optional OrderedDict STRINGTYPE SchemaEventTarget SchemaType Sequence Slice TABLEVALUE TIME_TIMEZONE TYPE_CHECKING Tuple Type TypeEngineMixin TypeVar Union annotations cast collections_abc decimal dt enum get_args is_literal is_pep695 json overload pickle to_instance warn_deprecated',
  },
  'sqlalchemy.sql.functions': {
    complete: true,
    types: 'TableValueType TypeEngine',
    modules:
      'annotation=sqlalchemy.sql.annotation coercions=sqlalchemy.sql.coercions operators=sqlalchemy.sql.operators roles=sqlalchemy.sql.roles schema=sqlalchemy.sql.schema sqltypes=sqlalchemy.sql.sqltypes sqlutil=sqlalchemy.sql.util type_api=sqlalchemy.sql.type_api util=sqlalchemy.util',
    members:
      'BinaryExpression BindParameter Cast ClauseList ColumnCollection ColumnElement Executable Extract FromClause Function FunctionElement FunctionFilter Grouping Over Select TableValuedAlias WithinGroup _Extract_func=Extract _char_length_func=function:char_length _concat_func=function:concat _count_func=function:count _current_date_func=function:current_date _current_time_func=function:current_time _current_timestamp_func=function:current_timestamp _current_user_func=function:current_user _localtime_func=function:localtime _localtimestamp_func=function:localtimestamp _now_func=function:now _random_func=function:random _session_user_func=function:session_user _sysdate_func=function:sysdate _user_func=function:user char_length=function:char_length coalesce=function:coalesce concat=function:concat count=function:count current_date=function:current_date current_time=function:current_time current_timestamp=function:current_timestamp current_user=function:current_user func literal_column localtime=function:localtime localtimestamp=function:localtimestamp max=function:max min=function:min modifier now=function:now random=function:random session_user=function:session_user sum=function:sum sysdate=function:sysdate user=function:user',
    exceptions: '',
    others:
      'AnsiFunction Any Dict FunctionAsBinary Generative GenericFunction HasMemoized InternalTraversal List Mapping NamedColumn Optional OrderedSetAgg ReturnTypeFromArgs ReturnTypeFromOptionalArgs ScalarFunctionColumn Sequence TYPE_CHECKING Tuple Type TypeAlias TypeVar Union aggregate_strings annotations array_agg cast cube cume_dist datetime decimal dense_rank grouping_sets is_table_value_type mode next_value overload percent_rank percentile_cont percentile_disc rank register_function rollup',
  },
  'sqlalchemy.exc': {
    complete: true,
    types: '',
    modules: '_preloaded=sqlalchemy.util.preloaded compat=sqlalchemy.util.compat',
    members: '',
    exceptions:
      'AmbiguousForeignKeysError ArgumentError AwaitRequired Base20DeprecationWarning CircularDependencyError CompileError ConstraintColumnNotFoundError DBAPIError DataError DatabaseError DisconnectionError DuplicateColumnError IdentifierError IllegalStateChangeError IntegrityError InterfaceError InternalError InvalidRequestError InvalidatePoolError LegacyAPIWarning MissingGreenlet MovedIn20Warning MultipleResultsFound NoForeignKeysError NoInspectionAvailable NoReferenceError NoReferencedColumnError NoReferencedTableError NoResultFound NoSuchColumnError NoSuchModuleError NoSuchTableError NotSupportedError ObjectNotExecutableError OperationalError PendingRollbackError ProgrammingError ResourceClosedError SADeprecationWarning SAPendingDeprecationWarning SATestSuiteWarning SAWarning SQLAlchemyError StatementError TimeoutError UnboundExecutionError UnreflectableTableError UnsupportedCompilationError',
    others: 'Any DontWrapMixin HasDescriptionCode List Optional Tuple Type Union annotations overload typing',
  },
  'sqlalchemy.engine': {
    complete: true,
    types: '',
    modules:
      '_py_processors base characteristics create cursor ddl=sqlalchemy.sql.ddl default events interfaces mock processors reflection result row strategies url util',
    members:
      'AdaptedConnection BaseRow BindTyping ChunkedIteratorResult Compiled Connection CreateEnginePlugin CursorResult Dialect Engine ExceptionContext ExecutionContext FrozenResult Inspector IteratorResult MappingResult MergedResult NestedTransaction Result ResultProxy=CursorResult RootTransaction Row RowMapping ScalarResult Transaction TwoPhaseTransaction TypeCompiler URL create_engine create_mock_engine create_pool_from_url engine_from_config make_url result_tuple',
    exceptions: '',
    others:
      'ConnectArgsType Connectable ConnectionEventsTarget FilterResult ObjectKind ObjectScope TupleResult connection_memoize',
  },
  'sqlalchemy.engine.reflection': {
    complete: true,
    types: 'TypeEngine',
    modules:
      'exc=sqlalchemy.exc inspection=sqlalchemy.inspection operators=sqlalchemy.sql.operators sa_schema=sqlalchemy.sql.schema sql=sqlalchemy.sql topological=sqlalchemy.util.topological util=sqlalchemy.util',
    members: 'Connection Engine Inspector TextClause quoted_name',
    exceptions: '',
    others:
      'Any Callable Collection Dict Flag Generator InternalTraversal Iterable List ObjectKind ObjectScope Optional ReflectionDefaults Sequence Set TYPE_CHECKING Tuple TypeVar Union annotations auto cache contextlib dataclass final flexi_cache unique',
  },
  'sqlalchemy.orm': {
    complete: true,
    types: '',
    modules:
      '_orm_constructors _sa_util=sqlalchemy.util _typing attributes base bulk_persistence clsregistry collections context decl_api decl_base dependency descriptor_props dynamic evaluator events exc identity instrumentation interfaces loading mapperlib=sqlalchemy.orm.mapper path_registry persistence properties query relationships scoping session state state_changes strategies strategy_options sync unitofwork util writeonly',
    members:
      'DeclarativeBase=orm:DeclarativeBase Session=orm:Session as_declarative=orm:as_declarative declarative_base=orm:declarative_base registry=orm:registry scoped_session=orm:scoped_session sessionmaker=orm:sessionmaker',
    exceptions: '',
    others:
      'AliasOption Any AppenderQuery AttributeEventToken AttributeEvents AttributeState Bundle CascadeOptions ClassManager ColumnProperty Composite CompositeProperty DeclarativeBaseNoMeta DeclarativeMeta DynamicMapped EXT_CONTINUE EXT_SKIP EXT_STOP FromStatement IdentityMap InspectionAttr InspectionAttrExtensionType InspectionAttrInfo InstanceEvents InstanceState InstrumentationEvents InstrumentedAttribute KeyFuncDict Load LoaderCallableStatus LoaderCriteriaOption MANYTOMANY MANYTOONE Mapped MappedAsDataclass MappedClassProtocol MappedCollection MappedColumn MappedSQLExpression Mapper MapperEvents MapperProperty NO_KEY NO_VALUE NotExtension ONETOMANY ORMDescriptor ORMExecuteState PassiveFlag PropComparator Query QueryContext QueryEvents QueryPropertyDescriptor QueryableAttribute Relationship RelationshipDirection RelationshipProperty SQLORMExpression SessionEvents SessionTransaction SessionTransactionOrigin Synonym SynonymProperty UOWTransaction UserDefinedOption WriteOnlyCollection WriteOnlyMapped add_mapped_attribute aliased annotations attribute_keyed_dict attribute_mapped_collection backref class_mapper clear_mappers close_all_sessions column_keyed_dict column_mapped_collection column_property composite configure_mappers contains_alias contains_eager create_session declarative_mixin declared_attr defaultload defer deferred dynamic_loader foreign has_inherited_table immediateload join joinedload keyfunc_mapping lazyload load_only make_transient make_transient_to_detached mapped_as_dataclass mapped_collection mapped_column mapper merge_frozen_result merge_result noload object_mapper object_session orm_insert_sentinel outerjoin polymorphic_union query_expression raiseload reconstructor relationship remote selectin_polymorphic selectinload subqueryload synonym synonym_for undefer undefer_group validates was_deleted with_expression with_loader_criteria with_parent with_polymorphic',
  },
  'sqlalchemy.dialects': {
    complete: true,
    types: '',
    modules: '_typing mssql mysql oracle postgresql sqlite util=sqlalchemy.util',
    members: '',
    exceptions: '',
    others: 'Any Callable Optional TYPE_CHECKING Type annotations plugins registry',
  },
  'sqlalchemy.dialects.postgresql': {
    complete: true,
    types:
      'ARRAY=postgresql.ARRAY AbstractMultiRange=postgresql.AbstractMultiRange AbstractRange=postgresql.AbstractRange AbstractSingleRange=postgresql.AbstractSingleRange BIGINT BIT=postgresql.BIT BOOLEAN BYTEA=postgresql.BYTEA CHAR CIDR=postgresql.CIDR CITEXT=postgresql.CITEXT DATE DATEMULTIRANGE=postgresql.DATEMULTIRANGE DATERANGE=postgresql.DATERANGE DOMAIN=postgresql.DOMAIN DOUBLE_PRECISION ENUM=postgresql.ENUM FLOAT HSTORE=postgresql.HSTORE INET=postgresql.INET INT4MULTIRANGE=postgresql.INT4MULTIRANGE INT4RANGE=postgresql.INT4RANGE INT8MULTIRANGE=postgresql.INT8MULTIRANGE INT8RANGE=postgresql.INT8RANGE INTEGER INTERVAL=postgresql.INTERVAL JSON=postgresql.JSON JSONB=postgresql.JSONB JSONPATH=postgresql.JSONPATH MACADDR=postgresql.MACADDR MACADDR8=postgresql.MACADDR8 MONEY=postgresql.MONEY NUMERIC NUMMULTIRANGE=postgresql.NUMMULTIRANGE NUMRANGE=postgresql.NUMRANGE NamedType=postgresql.NamedType OID=postgresql.OID REAL REGCLASS=postgresql.REGCLASS REGCONFIG=postgresql.REGCONFIG SMALLINT TEXT TIME=postgresql.TIME TIMESTAMP=postgresql.TIMESTAMP TSMULTIRANGE=postgresql.TSMULTIRANGE TSQUERY=postgresql.TSQUERY TSRANGE=postgresql.TSRANGE TSTZMULTIRANGE=postgresql.TSTZMULTIRANGE TSTZRANGE=postgresql.TSTZRANGE TSVECTOR=postgresql.TSVECTOR UUID VARCHAR',
    modules:
      '_psycopg_common arraylib=sqlalchemy.dialects.postgresql.array asyncpg base dml ext json named_types operators pg8000 pg_catalog psycopg psycopg2 psycopg2cffi ranges types',
    members:
      'All=postgresql:All Any=postgresql:Any CreateDomainType=postgresql:CreateDomainType CreateEnumType=postgresql:CreateEnumType DropDomainType=postgresql:DropDomainType DropEnumType=postgresql:DropEnumType ExcludeConstraint=postgresql:ExcludeConstraint Insert=postgresql:Insert MultiRange=postgresql:MultiRange Range=postgresql:Range aggregate_order_by=postgresql:aggregate_order_by array=postgresql:array array_agg=postgresql:array_agg dialect=postgresql:dialect insert=postgresql:insert psycopg_async=postgresql:psycopg_async',
    exceptions: '',
    others:
      'ModuleType hstore phraseto_tsquery plainto_tsquery to_tsquery to_tsvector ts_headline websearch_to_tsquery',
  },
  'sqlalchemy.dialects.mysql': {
    complete: true,
    types:
      'BIGINT=mysql.BIGINT BINARY BIT=mysql.BIT BLOB BOOLEAN CHAR=mysql.CHAR DATE DATETIME=mysql.DATETIME DECIMAL=mysql.DECIMAL DOUBLE=mysql.DOUBLE ENUM=mysql.ENUM FLOAT=mysql.FLOAT INET4=mysql.INET4 INET6=mysql.INET6 INTEGER=mysql.INTEGER JSON=mysql.JSON LONGBLOB=mysql.LONGBLOB LONGTEXT=mysql.LONGTEXT MEDIUMBLOB=mysql.MEDIUMBLOB MEDIUMINT=mysql.MEDIUMINT MEDIUMTEXT=mysql.MEDIUMTEXT NCHAR=mysql.NCHAR NUMERIC=mysql.NUMERIC NVARCHAR=mysql.NVARCHAR REAL=mysql.REAL SET=mysql.SET SMALLINT=mysql.SMALLINT TEXT=mysql.TEXT TIME=mysql.TIME TIMESTAMP=mysql.TIMESTAMP TINYBLOB=mysql.TINYBLOB TINYINT=mysql.TINYINT TINYTEXT=mysql.TINYTEXT VARBINARY VARCHAR=mysql.VARCHAR YEAR=mysql.YEAR',
    modules:
      'aiomysql asyncmy base cymysql dml enumerated expression json mariadb mariadbconnector mysqlconnector mysqldb pymysql pyodbc reflection reserved_words types',
    members: 'Insert=mysql:Insert dialect=mysql:dialect insert=mysql:insert match=mysql:match',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.sqlite': {
    complete: true,
    types:
      'BLOB BOOLEAN CHAR DATE=sqlite.DATE DATETIME=sqlite.DATETIME DECIMAL FLOAT INTEGER JSON=sqlite.JSON NUMERIC REAL SMALLINT TEXT TIME=sqlite.TIME TIMESTAMP VARCHAR',
    modules: 'aiosqlite base dml json pysqlcipher pysqlite',
    members: 'Insert=sqlite:Insert dialect=sqlite:dialect insert=sqlite:insert',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mssql': {
    complete: true,
    types:
      'BIGINT BINARY BIT=mssql.BIT CHAR DATE DATETIME DATETIME2=mssql.DATETIME2 DATETIMEOFFSET=mssql.DATETIMEOFFSET DECIMAL DOUBLE_PRECISION=mssql.DOUBLE_PRECISION FLOAT IMAGE=mssql.IMAGE INTEGER JSON=mssql.JSON MONEY=mssql.MONEY NCHAR NTEXT=mssql.NTEXT NUMERIC NVARCHAR REAL=mssql.REAL ROWVERSION=mssql.ROWVERSION SMALLDATETIME=mssql.SMALLDATETIME SMALLINT SMALLMONEY=mssql.SMALLMONEY SQL_VARIANT=mssql.SQL_VARIANT TEXT TIME=mssql.TIME TIMESTAMP=mssql.TIMESTAMP TINYINT=mssql.TINYINT UNIQUEIDENTIFIER=mssql.UNIQUEIDENTIFIER VARBINARY=mssql.VARBINARY VARCHAR XML=mssql.XML',
    modules: 'aioodbc base information_schema json pymssql pyodbc',
    members: 'dialect=mssql:dialect try_cast',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.oracle': {
    complete: true,
    types:
      'BFILE=oracle.BFILE BINARY_DOUBLE=oracle.BINARY_DOUBLE BINARY_FLOAT=oracle.BINARY_FLOAT BLOB CHAR CLOB DATE=oracle.DATE DOUBLE_PRECISION FLOAT=oracle.FLOAT INTERVAL=oracle.INTERVAL LONG=oracle.LONG NCHAR NCLOB=oracle.NCLOB NUMBER=oracle.NUMBER NVARCHAR NVARCHAR2=sqlalchemy.NVARCHAR RAW=oracle.RAW REAL ROWID=oracle.ROWID TIMESTAMP=oracle.TIMESTAMP VARCHAR VARCHAR2=oracle.VARCHAR2 VECTOR=oracle.VECTOR',
    modules: 'base cx_oracle dictionary oracledb types vector',
    members:
      'SparseVector=oracle:SparseVector VectorDistanceType=oracle:VectorDistanceType VectorIndexConfig=oracle:VectorIndexConfig VectorIndexType=oracle:VectorIndexType VectorStorageFormat=oracle:VectorStorageFormat VectorStorageType=oracle:VectorStorageType dialect=oracle:dialect oracledb_async=oracle:oracledb_async',
    exceptions: '',
    others: 'ModuleType',
  },
  'sqlalchemy.orm.exc': {
    complete: false,
    types: '',
    modules: 'sa_exc=sqlalchemy.exc util=sqlalchemy.util',
    members: '',
    exceptions:
      'ConcurrentModificationError=StaleDataError DetachedInstanceError FlushError LoaderStrategyException MappedAnnotationError MultipleResultsFound NoResultFound ObjectDeletedError ObjectDereferencedError StaleDataError UnmappedClassError UnmappedColumnError UnmappedError UnmappedInstanceError',
    others: '',
  },
  'sqlalchemy.orm.session': {
    complete: false,
    types: '',
    modules:
      'attributes=sqlalchemy.orm.attributes bulk_persistence=sqlalchemy.orm.bulk_persistence coercions=sqlalchemy.sql.coercions context=sqlalchemy.orm.context descriptor_props=sqlalchemy.orm.descriptor_props dml=sqlalchemy.sql.dml engine=sqlalchemy.engine exc=sqlalchemy.orm.exc identity=sqlalchemy.orm.identity loading=sqlalchemy.orm.loading query=sqlalchemy.orm.query roles=sqlalchemy.sql.roles sa_exc=sqlalchemy.exc sql=sqlalchemy.sql statelib=sqlalchemy.orm.state util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members:
      'Connection Engine Inspectable LABEL_STYLE_TABLENAME_PLUS_COL Select Session=orm:Session Table TableClause inspect sessionmaker=orm:sessionmaker',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.engine.base': {
    complete: false,
    types: '',
    modules:
      'compiler=sqlalchemy.sql.compiler exc=sqlalchemy.exc inspection=sqlalchemy.inspection log=sqlalchemy.log sql_util=sqlalchemy.sql.util util=sqlalchemy.util',
    members:
      'BindTyping Connection Engine ExceptionContext ExecutionContext NestedTransaction RootTransaction Transaction TwoPhaseTransaction',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.engine.interfaces': {
    complete: false,
    types: '',
    modules: 'util=sqlalchemy.util',
    members:
      'AdaptedConnection BindTyping Compiled CreateEnginePlugin Dialect ExceptionContext ExecutionContext Pool PoolProxiedConnection TypeCompiler',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.engine.url': {
    complete: false,
    types: '',
    modules: 'exc=sqlalchemy.exc util=sqlalchemy.util',
    members: 'Dialect URL make_url',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext': {
    complete: false,
    types: '',
    modules: 'associationproxy asyncio automap compiler declarative hybrid mutable',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.associationproxy': {
    complete: false,
    types: '',
    modules:
      'collections=sqlalchemy.orm.collections exc=sqlalchemy.exc interfaces=sqlalchemy.orm.interfaces operators=sqlalchemy.sql.operators orm=sqlalchemy.orm util=sqlalchemy.util',
    members: 'ColumnElement inspect or_',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.asyncio': {
    complete: false,
    types: '',
    modules: 'base engine exc result scoping session',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.automap': {
    complete: false,
    types: '',
    modules: 'interfaces=sqlalchemy.orm.interfaces orm_exc=sqlalchemy.orm.exc util=sqlalchemy.util',
    members: 'ForeignKeyConstraint and_',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.declarative': {
    complete: false,
    types: '',
    modules: 'extensions util=sqlalchemy.util',
    members: 'as_declarative=orm:as_declarative declarative_base=orm:declarative_base',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.hybrid': {
    complete: false,
    types: '',
    modules:
      'attributes=sqlalchemy.orm.attributes interfaces=sqlalchemy.orm.interfaces roles=sqlalchemy.sql.roles util=sqlalchemy.util',
    members: 'ColumnElement',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.ext.mutable': {
    complete: false,
    types: 'TypeEngine',
    modules: 'event=sqlalchemy.event types=sqlalchemy.types',
    members: 'Column inspect',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.pool': {
    complete: false,
    types: '',
    modules: 'base events impl',
    members:
      'AssertionPool AsyncAdaptedQueuePool FallbackAsyncAdaptedQueuePool NullPool Pool PoolProxiedConnection PoolResetState QueuePool SingletonThreadPool StaticPool',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.util': {
    complete: false,
    types: '',
    modules: 'compat concurrency deprecations langhelpers preloaded queue topological typing',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.base': {
    complete: false,
    types: '',
    modules:
      'coercions=sqlalchemy.sql.coercions compat_typing=sqlalchemy.util.typing elements=sqlalchemy.sql.elements event=sqlalchemy.event exc=sqlalchemy.exc roles=sqlalchemy.sql.roles type_api=sqlalchemy.sql.type_api util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members: 'ClauseVisitor ColumnCollection Executable SchemaVisitable SchemaVisitor',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.ddl': {
    complete: false,
    types: '',
    modules:
      'exc=sqlalchemy.exc roles=sqlalchemy.sql.roles topological=sqlalchemy.util.topological util=sqlalchemy.util',
    members:
      'AddConstraint BaseDDLElement ClauseElement CreateColumn CreateIndex CreateSchema CreateSequence CreateTable DDL DDLElement DropColumnComment DropConstraint DropConstraintComment DropIndex DropSchema DropSequence DropTable DropTableComment Executable ExecutableDDLElement=DDLElement InvokeDDLBase SchemaVisitor SetColumnComment SetConstraintComment SetTableComment sort_tables sort_tables_and_constraints',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.dml': {
    complete: false,
    types: 'NullType',
    modules:
      'coercions=sqlalchemy.sql.coercions exc=sqlalchemy.exc roles=sqlalchemy.sql.roles sql_util=sqlalchemy.sql.util util=sqlalchemy.util',
    members:
      'Alias BooleanClauseList ClauseElement ColumnClause ColumnCollection ColumnElement Delete Executable FromClause HasCTE HasPrefixes Insert Join Null SelectLabelStyle TableClause Update UpdateBase ValuesBase',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.elements': {
    complete: false,
    types: '',
    modules:
      'coercions=sqlalchemy.sql.coercions exc=sqlalchemy.exc inspection=sqlalchemy.inspection operators=sqlalchemy.sql.operators roles=sqlalchemy.sql.roles traversals=sqlalchemy.sql.traversals type_api=sqlalchemy.sql.type_api util=sqlalchemy.util',
    members:
      'BinaryExpression BindParameter BooleanClauseList Case Cast ClauseElement ClauseList CollectionAggregate ColumnClause ColumnElement ColumnOperators Executable ExpressionClauseList Extract False_ FunctionFilter Grouping Label Null Over ReleaseSavepointClause RollbackToSavepointClause SQLColumnExpression SavepointClause TextClause True_ TryCast Tuple TypeClause TypeCoerce UnaryExpression Visitable WithinGroup conv literal literal_column quoted_name',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.naming': {
    complete: false,
    types: '',
    modules: 'event=sqlalchemy.event events=sqlalchemy.sql.events exc=sqlalchemy.exc',
    members:
      'CheckConstraint Column Constraint ForeignKeyConstraint Index PrimaryKeyConstraint Table UniqueConstraint conv',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.schema': {
    complete: false,
    types: '',
    modules:
      'coercions=sqlalchemy.sql.coercions ddl=sqlalchemy.sql.ddl event=sqlalchemy.event exc=sqlalchemy.exc inspection=sqlalchemy.inspection roles=sqlalchemy.sql.roles type_api=sqlalchemy.sql.type_api util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members:
      'BLANK_SCHEMA CheckConstraint ClauseElement Column ColumnClause ColumnCollectionConstraint ColumnCollectionMixin ColumnDefault ColumnElement Computed Constraint DefaultClause DefaultGenerator Executable FetchedValue ForeignKey ForeignKeyConstraint HasConditionalDDL Identity Index MetaData PrimaryKeyConstraint SchemaConst SchemaItem SchemaVisitable Sequence Table TableClause TextClause UniqueConstraint insert_sentinel quoted_name',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.selectable': {
    complete: false,
    types: '',
    modules:
      'cache_key=sqlalchemy.sql.cache_key coercions=sqlalchemy.sql.coercions exc=sqlalchemy.exc operators=sqlalchemy.sql.operators roles=sqlalchemy.sql.roles traversals=sqlalchemy.sql.traversals type_api=sqlalchemy.sql.type_api util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members:
      'Alias AliasedReturnsRows BindParameter BooleanClauseList CTE ClauseElement ClauseList ColumnClause ColumnCollection ColumnElement CompoundSelect Executable Exists FromClause FromGrouping GenerativeSelect HasCTE HasPrefixes HasSuffixes Join LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY=LABEL_STYLE_DEFAULT LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Lateral ReturnsRows ScalarSelect ScalarValues Select SelectBase SelectLabelStyle Selectable Subquery TableClause TableSample TableValuedAlias TextAsFrom TextualSelect=TextAsFrom UnaryExpression Values literal_column',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.sql.type_api': {
    complete: false,
    types: 'TypeDecorator TypeEngine UserDefinedType Variant',
    modules: 'exc=sqlalchemy.exc util=sqlalchemy.util',
    members: 'ColumnOperators Visitable',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.inspection': {
    complete: false,
    types: '',
    modules: 'exc=sqlalchemy.exc',
    members: 'Inspectable inspect',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.array': {
    complete: false,
    types: 'ARRAY=postgresql.ARRAY',
    modules:
      'expression=sqlalchemy.sql.expression operators=sqlalchemy.sql.operators sqltypes=sqlalchemy.types util=sqlalchemy.util',
    members: 'All=postgresql:All Any=postgresql:Any array=postgresql:array',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.base': {
    complete: false,
    types:
      'BIGINT BIT=postgresql.BIT BOOLEAN BYTEA=postgresql.BYTEA CHAR CIDR=postgresql.CIDR CITEXT=postgresql.CITEXT DATE DOMAIN=postgresql.DOMAIN DOUBLE_PRECISION ENUM=postgresql.ENUM FLOAT HSTORE=postgresql.HSTORE INET=postgresql.INET INTEGER INTERVAL=postgresql.INTERVAL MACADDR=postgresql.MACADDR MACADDR8=postgresql.MACADDR8 MONEY=postgresql.MONEY NUMERIC NamedType=postgresql.NamedType OID=postgresql.OID PGBit=postgresql.BIT PGCidr=postgresql.CIDR PGInet=postgresql.INET PGInterval=postgresql.INTERVAL PGMacAddr=postgresql.MACADDR PGMacAddr8=postgresql.MACADDR8 PGUuid=postgresql.PGUuid REAL REGCLASS=postgresql.REGCLASS REGCONFIG=postgresql.REGCONFIG SMALLINT TEXT TIME=postgresql.TIME TIMESTAMP=postgresql.TIMESTAMP TSVECTOR=postgresql.TSVECTOR UUID VARCHAR',
    modules:
      'characteristics=sqlalchemy.engine.characteristics coercions=sqlalchemy.sql.coercions compiler=sqlalchemy.sql.compiler default=sqlalchemy.engine.default elements=sqlalchemy.sql.elements exc=sqlalchemy.exc expression=sqlalchemy.sql.expression functions=sqlalchemy.sql.functions interfaces=sqlalchemy.engine.interfaces pg_catalog=sqlalchemy.dialects.postgresql.pg_catalog reflection=sqlalchemy.engine.reflection roles=sqlalchemy.sql.roles schema=sqlalchemy.schema sql=sqlalchemy.sql sql_util=sqlalchemy.sql.util sqltypes=sqlalchemy.sql.sqltypes util=sqlalchemy.util',
    members:
      'CreateDomainType=postgresql:CreateDomainType CreateEnumType=postgresql:CreateEnumType DropDomainType=postgresql:DropDomainType DropEnumType=postgresql:DropEnumType URL aggregate_order_by=postgresql:aggregate_order_by bindparam dialect=postgresql:dialect select',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.dml': {
    complete: false,
    types: '',
    modules:
      'coercions=sqlalchemy.sql.coercions ext=sqlalchemy.dialects.postgresql.ext roles=sqlalchemy.sql.roles schema=sqlalchemy.sql.schema util=sqlalchemy.util',
    members:
      'ClauseElement ColumnCollection ColumnElement Insert=postgresql:Insert StandardInsert=Insert TextClause alias insert=postgresql:insert',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.ext': {
    complete: false,
    types: 'ARRAY=postgresql.ARRAY TEXT',
    modules:
      'coercions=sqlalchemy.sql.coercions elements=sqlalchemy.sql.elements expression=sqlalchemy.sql.expression functions=sqlalchemy.sql.functions roles=sqlalchemy.sql.roles schema=sqlalchemy.sql.schema types=sqlalchemy.dialects.postgresql.types',
    members:
      'ColumnCollectionConstraint ExcludeConstraint=postgresql:ExcludeConstraint aggregate_order_by=postgresql:aggregate_order_by array_agg=postgresql:array_agg',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.hstore': {
    complete: false,
    types: 'ARRAY=postgresql.ARRAY HSTORE=postgresql.HSTORE',
    modules: 'sqlfunc=sqlalchemy.sql.functions sqltypes=sqlalchemy.types',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.json': {
    complete: false,
    types:
      'ARRAY=postgresql.ARRAY JSON=postgresql.JSON JSONB=postgresql.JSONB JSONPATH=postgresql.JSONPATH JSONPathType=postgresql.JSONPathType',
    modules: 'sqltypes=sqlalchemy.types',
    members: 'cast',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.named_types': {
    complete: false,
    types: 'DOMAIN=postgresql.DOMAIN ENUM=postgresql.ENUM NamedType=postgresql.NamedType',
    modules:
      'coercions=sqlalchemy.sql.coercions elements=sqlalchemy.sql.elements roles=sqlalchemy.sql.roles schema=sqlalchemy.schema sqltypes=sqlalchemy.sql.sqltypes type_api=sqlalchemy.sql.type_api util=sqlalchemy.util',
    members:
      'CreateDomainType=postgresql:CreateDomainType CreateEnumType=postgresql:CreateEnumType DropDomainType=postgresql:DropDomainType DropEnumType=postgresql:DropEnumType',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.ranges': {
    complete: false,
    types:
      'AbstractMultiRange=postgresql.AbstractMultiRange AbstractMultiRangeImpl=postgresql.AbstractMultiRangeImpl AbstractRange=postgresql.AbstractRange AbstractSingleRange=postgresql.AbstractSingleRange AbstractSingleRangeImpl=postgresql.AbstractSingleRangeImpl DATEMULTIRANGE=postgresql.DATEMULTIRANGE DATERANGE=postgresql.DATERANGE INT4MULTIRANGE=postgresql.INT4MULTIRANGE INT4RANGE=postgresql.INT4RANGE INT8MULTIRANGE=postgresql.INT8MULTIRANGE INT8RANGE=postgresql.INT8RANGE NUMMULTIRANGE=postgresql.NUMMULTIRANGE NUMRANGE=postgresql.NUMRANGE TSMULTIRANGE=postgresql.TSMULTIRANGE TSRANGE=postgresql.TSRANGE TSTZMULTIRANGE=postgresql.TSTZMULTIRANGE TSTZRANGE=postgresql.TSTZRANGE TypeEngine',
    modules: 'operators=sqlalchemy.sql.operators sqltypes=sqlalchemy.types',
    members: 'MultiRange=postgresql:MultiRange Range=postgresql:Range',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.postgresql.types': {
    complete: false,
    types:
      'BIT=postgresql.BIT BYTEA=postgresql.BYTEA CIDR=postgresql.CIDR CITEXT=postgresql.CITEXT INET=postgresql.INET INTERVAL=postgresql.INTERVAL MACADDR=postgresql.MACADDR MACADDR8=postgresql.MACADDR8 MONEY=postgresql.MONEY OID=postgresql.OID PGBit=postgresql.BIT PGCidr=postgresql.CIDR PGInet=postgresql.INET PGInterval=postgresql.INTERVAL PGMacAddr=postgresql.MACADDR PGMacAddr8=postgresql.MACADDR8 PGUuid=postgresql.PGUuid REGCLASS=postgresql.REGCLASS REGCONFIG=postgresql.REGCONFIG TIME=postgresql.TIME TIMESTAMP=postgresql.TIMESTAMP TSQUERY=postgresql.TSQUERY TSVECTOR=postgresql.TSVECTOR',
    modules: 'sqltypes=sqlalchemy.sql.sqltypes type_api=sqlalchemy.sql.type_api',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mysql.base': {
    complete: false,
    types:
      'BIGINT=mysql.BIGINT BINARY BIT=mysql.BIT BLOB BOOLEAN CHAR=mysql.CHAR DATE DATETIME=mysql.DATETIME DECIMAL=mysql.DECIMAL DOUBLE=mysql.DOUBLE ENUM=mysql.ENUM FLOAT=mysql.FLOAT INTEGER=mysql.INTEGER JSON=mysql.JSON JSONIndexType=mysql.JSONIndexType JSONPathType=mysql.JSONPathType LONGBLOB=mysql.LONGBLOB LONGTEXT=mysql.LONGTEXT LargeBinary MEDIUMBLOB=mysql.MEDIUMBLOB MEDIUMINT=mysql.MEDIUMINT MEDIUMTEXT=mysql.MEDIUMTEXT MSBigInteger=mysql.BIGINT MSBinary=sqlalchemy.BINARY MSBit=mysql.BIT MSBlob=sqlalchemy.BLOB MSChar=mysql.CHAR MSDecimal=mysql.DECIMAL MSDouble=mysql.DOUBLE MSEnum=mysql.ENUM MSFloat=mysql.FLOAT MSInteger=mysql.INTEGER MSLongBlob=mysql.LONGBLOB MSLongText=mysql.LONGTEXT MSMediumBlob=mysql.MEDIUMBLOB MSMediumInteger=mysql.MEDIUMINT MSMediumText=mysql.MEDIUMTEXT MSNChar=mysql.NCHAR MSNVarChar=mysql.NVARCHAR MSNumeric=mysql.NUMERIC MSReal=mysql.REAL MSSet=mysql.SET MSSmallInteger=mysql.SMALLINT MSString=mysql.VARCHAR MSText=mysql.TEXT MSTime=mysql.TIME MSTimeStamp=mysql.TIMESTAMP MSTinyBlob=mysql.TINYBLOB MSTinyInteger=mysql.TINYINT MSTinyText=mysql.TINYTEXT MSVarBinary=sqlalchemy.VARBINARY MSYear=mysql.YEAR NCHAR=mysql.NCHAR NUMERIC=mysql.NUMERIC NVARCHAR=mysql.NVARCHAR REAL=mysql.REAL SET=mysql.SET SMALLINT=mysql.SMALLINT TEXT=mysql.TEXT TIME=mysql.TIME TIMESTAMP=mysql.TIMESTAMP TINYBLOB=mysql.TINYBLOB TINYINT=mysql.TINYINT TINYTEXT=mysql.TINYTEXT UUID VARBINARY VARCHAR=mysql.VARCHAR YEAR=mysql.YEAR',
    modules:
      'coercions=sqlalchemy.sql.coercions compiler=sqlalchemy.sql.compiler default=sqlalchemy.engine.default elements=sqlalchemy.sql.elements exc=sqlalchemy.exc functions=sqlalchemy.sql.functions operators=sqlalchemy.sql.operators reflection=sqlalchemy.engine.reflection roles=sqlalchemy.sql.roles sa_schema=sqlalchemy.schema sql=sqlalchemy.sql sql_util=sqlalchemy.sql.util sqltypes=sqlalchemy.sql.sqltypes topological=sqlalchemy.util.topological util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members: 'SchemaConst dialect=mysql:dialect literal_column',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mysql.dml': {
    complete: false,
    types: '',
    modules: 'exc=sqlalchemy.exc util=sqlalchemy.util',
    members: 'ClauseElement ColumnCollection Insert=mysql:Insert StandardInsert=Insert alias insert=mysql:insert',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mysql.enumerated': {
    complete: false,
    types: 'ENUM=mysql.ENUM SET=mysql.SET',
    modules:
      'exc=sqlalchemy.exc sql=sqlalchemy.sql sqltypes=sqlalchemy.sql.sqltypes type_api=sqlalchemy.sql.type_api util=sqlalchemy.util',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mysql.json': {
    complete: false,
    types: 'JSON=mysql.JSON JSONIndexType=mysql.JSONIndexType JSONPathType=mysql.JSONPathType',
    modules: 'sqltypes=sqlalchemy.types',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mysql.types': {
    complete: false,
    types:
      'BIGINT=mysql.BIGINT BIT=mysql.BIT CHAR=mysql.CHAR DATETIME=mysql.DATETIME DECIMAL=mysql.DECIMAL DOUBLE=mysql.DOUBLE FLOAT=mysql.FLOAT INTEGER=mysql.INTEGER LONGBLOB=mysql.LONGBLOB LONGTEXT=mysql.LONGTEXT MEDIUMBLOB=mysql.MEDIUMBLOB MEDIUMINT=mysql.MEDIUMINT MEDIUMTEXT=mysql.MEDIUMTEXT NCHAR=mysql.NCHAR NUMERIC=mysql.NUMERIC NVARCHAR=mysql.NVARCHAR REAL=mysql.REAL SMALLINT=mysql.SMALLINT TEXT=mysql.TEXT TIME=mysql.TIME TIMESTAMP=mysql.TIMESTAMP TINYBLOB=mysql.TINYBLOB TINYINT=mysql.TINYINT TINYTEXT=mysql.TINYTEXT VARCHAR=mysql.VARCHAR YEAR=mysql.YEAR',
    modules: 'exc=sqlalchemy.exc sqltypes=sqlalchemy.sql.sqltypes util=sqlalchemy.util',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.sqlite.base': {
    complete: false,
    types:
      'BLOB BOOLEAN CHAR DATE=sqlite.DATE DATETIME=sqlite.DATETIME DECIMAL FLOAT INTEGER JSON=sqlite.JSON JSONIndexType=sqlite.JSONIndexType JSONPathType=sqlite.JSONPathType NUMERIC REAL SMALLINT TEXT TIME=sqlite.TIME TIMESTAMP VARCHAR',
    modules:
      'coercions=sqlalchemy.sql.coercions compiler=sqlalchemy.sql.compiler default=sqlalchemy.engine.default elements=sqlalchemy.sql.elements exc=sqlalchemy.exc processors=sqlalchemy.engine.processors reflection=sqlalchemy.engine.reflection roles=sqlalchemy.sql.roles sa_schema=sqlalchemy.schema schema=sqlalchemy.sql.schema sql=sqlalchemy.sql sqltypes=sqlalchemy.types util=sqlalchemy.util',
    members: 'dialect=sqlite:dialect text',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.sqlite.dml': {
    complete: false,
    types: '',
    modules:
      'coercions=sqlalchemy.sql.coercions roles=sqlalchemy.sql.roles schema=sqlalchemy.sql.schema util=sqlalchemy.util',
    members:
      'ClauseElement ColumnCollection ColumnElement Insert=sqlite:Insert StandardInsert=Insert TextClause alias insert=sqlite:insert',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.sqlite.json': {
    complete: false,
    types: 'JSON=sqlite.JSON JSONIndexType=sqlite.JSONIndexType JSONPathType=sqlite.JSONPathType',
    modules: 'sqltypes=sqlalchemy.types',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mssql.base': {
    complete: false,
    types:
      'BIGINT BINARY BIT=mssql.BIT CHAR DATE DATETIME DATETIME2=mssql.DATETIME2 DATETIMEOFFSET=mssql.DATETIMEOFFSET DECIMAL DOUBLE_PRECISION=mssql.DOUBLE_PRECISION FLOAT IMAGE=mssql.IMAGE INTEGER JSON=mssql.JSON JSONIndexType=mssql.JSONIndexType JSONPathType=mssql.JSONPathType MONEY=mssql.MONEY MSBinary=sqlalchemy.BINARY MSBit=mssql.BIT MSChar=sqlalchemy.CHAR MSDateTime2=mssql.DATETIME2 MSDateTimeOffset=mssql.DATETIMEOFFSET MSImage=mssql.IMAGE MSMoney=mssql.MONEY MSNChar=sqlalchemy.NCHAR MSNText=mssql.NTEXT MSNVarchar=sqlalchemy.NVARCHAR MSReal=mssql.REAL MSSmallDateTime=mssql.SMALLDATETIME MSSmallMoney=mssql.SMALLMONEY MSString=sqlalchemy.VARCHAR MSText=sqlalchemy.TEXT MSTime=mssql.TIME MSTinyInteger=mssql.TINYINT MSUUid=mssql.MSUUid MSUniqueIdentifier=mssql.UNIQUEIDENTIFIER MSVarBinary=mssql.VARBINARY MSVariant=mssql.SQL_VARIANT NCHAR NTEXT=mssql.NTEXT NUMERIC NVARCHAR REAL=mssql.REAL ROWVERSION=mssql.ROWVERSION SMALLDATETIME=mssql.SMALLDATETIME SMALLINT SMALLMONEY=mssql.SMALLMONEY SQL_VARIANT=mssql.SQL_VARIANT TEXT TIME=mssql.TIME TIMESTAMP=mssql.TIMESTAMP TINYINT=mssql.TINYINT UNIQUEIDENTIFIER=mssql.UNIQUEIDENTIFIER VARBINARY=mssql.VARBINARY VARCHAR XML=mssql.XML',
    modules:
      'coercions=sqlalchemy.sql.coercions compiler=sqlalchemy.sql.compiler default=sqlalchemy.engine.default elements=sqlalchemy.sql.elements exc=sqlalchemy.exc expression=sqlalchemy.sql.expression ischema=sqlalchemy.dialects.mssql.information_schema reflection=sqlalchemy.engine.reflection roles=sqlalchemy.sql.roles sa_schema=sqlalchemy.schema sql=sqlalchemy.sql sql_util=sqlalchemy.sql.util sqltypes=sqlalchemy.sql.sqltypes util=sqlalchemy.util',
    members: 'Identity Sequence TryCast dialect=mssql:dialect func quoted_name text try_cast',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.mssql.json': {
    complete: false,
    types: 'JSON=mssql.JSON JSONIndexType=mssql.JSONIndexType JSONPathType=mssql.JSONPathType',
    modules: 'sqltypes=sqlalchemy.types',
    members: '',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.oracle.base': {
    complete: false,
    types:
      'BFILE=oracle.BFILE BINARY_DOUBLE=oracle.BINARY_DOUBLE BINARY_FLOAT=oracle.BINARY_FLOAT BLOB CHAR CLOB DATE=oracle.DATE DOUBLE_PRECISION FLOAT=oracle.FLOAT INTEGER INTERVAL=oracle.INTERVAL LONG=oracle.LONG NCHAR NCLOB=oracle.NCLOB NUMBER=oracle.NUMBER NVARCHAR NVARCHAR2=sqlalchemy.NVARCHAR OracleRaw=oracle.RAW RAW=oracle.RAW REAL ROWID=oracle.ROWID TIMESTAMP=oracle.TIMESTAMP VARCHAR VARCHAR2=oracle.VARCHAR2 VECTOR=oracle.VECTOR',
    modules:
      'compiler=sqlalchemy.sql.compiler default=sqlalchemy.engine.default dictionary=sqlalchemy.dialects.oracle.dictionary exc=sqlalchemy.exc expression=sqlalchemy.sql.expression reflection=sqlalchemy.engine.reflection sa_schema=sqlalchemy.schema sa_selectable=sqlalchemy.sql.selectable sql=sqlalchemy.sql sql_util=sqlalchemy.sql.util sqltypes=sqlalchemy.sql.sqltypes util=sqlalchemy.util visitors=sqlalchemy.sql.visitors',
    members:
      'Computed VectorIndexConfig=oracle:VectorIndexConfig VectorIndexType=oracle:VectorIndexType and_ bindparam dialect=oracle:dialect func null or_ select',
    exceptions: '',
    others: '',
  },
  'sqlalchemy.dialects.oracle.types': {
    complete: false,
    types:
      'BFILE=oracle.BFILE BINARY_DOUBLE=oracle.BINARY_DOUBLE BINARY_FLOAT=oracle.BINARY_FLOAT DATE=oracle.DATE FLOAT=oracle.FLOAT INTERVAL=oracle.INTERVAL LONG=oracle.LONG NCLOB=oracle.NCLOB NUMBER=oracle.NUMBER NVARCHAR NVARCHAR2=sqlalchemy.NVARCHAR OracleRaw=oracle.RAW RAW=oracle.RAW ROWID=oracle.ROWID TIMESTAMP=oracle.TIMESTAMP VARCHAR VARCHAR2=oracle.VARCHAR2',
    modules: 'exc=sqlalchemy.exc sqltypes=sqlalchemy.sql.sqltypes',
    members: '',
    exceptions: '',
    others: '',
  },
};
