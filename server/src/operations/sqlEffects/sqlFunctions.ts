/** Functions of the databases that change nothing a schema holds, in lower case. */
const HARMLESS = new Set(
  (
    'abs age any_value array_agg array_append array_cat array_length array_position array_prepend array_remove array_replace ' +
    'array_to_json array_to_string array_upper avg btrim cardinality cast ceil ceiling changes char char_length ' +
    'character_length clock_timestamp coalesce col_description concat concat_ws convert count crc32 cume_dist ' +
    'current_database current_schema current_setting currval date date_add date_format date_part date_sub date_trunc ' +
    'datediff datetime decode dense_rank digest div encode every exp extract field first_value floor format ' +
    'format_type gen_random_bytes gen_random_uuid generate_series generate_subscripts greatest group_concat has_table_privilege ' +
    'hex if ifnull iif initcap instr isnull json json_agg json_array json_array_elements json_array_elements_text json_array_length ' +
    'json_build_array json_build_object json_each json_each_text json_extract json_extract_path json_extract_path_text json_group_array ' +
    'json_object json_object_agg json_object_keys json_populate_record json_set json_typeof json_unquote json_valid ' +
    'jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object ' +
    'jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys ' +
    'jsonb_path_query jsonb_set jsonb_strip_nulls jsonb_typeof julianday justify_interval lag last_insert_id ' +
    'last_insert_rowid last_value lastval lead least left length ln localtimestamp locate log lower lpad ltrim make_date ' +
    'make_interval max md5 min mod month nextval now nth_value ntile nullif num_nonnulls obj_description octet_length ' +
    'overlay percentile_cont percentile_disc pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_get_constraintdef pg_get_expr ' +
    'pg_get_indexdef pg_get_serial_sequence pg_notify pg_relation_size pg_sleep pg_table_is_visible pg_table_size ' +
    'pg_total_relation_size pg_try_advisory_lock pg_try_advisory_xact_lock pg_type_is_visible pi position power printf ' +
    'quote_ident quote_literal rand random rank regexp_match regexp_matches regexp_replace regexp_split_to_array ' +
    'regexp_split_to_table repeat replace reverse right round row row_number row_to_json rpad rtrim set_bit setseed setval sha2 ' +
    'sha256 sign split_part sqlite_version sqrt statement_timestamp stddev strftime string_agg string_to_array strpos substr ' +
    'substring sum time timestamp timezone to_char to_date to_hex to_json to_jsonb to_number to_regclass to_timestamp to_tsquery ' +
    'to_tsvector transaction_timestamp translate trim trunc txid_current typeof unhex unicode unix_timestamp unnest ' +
    'upper uuid uuid_generate_v1 uuid_generate_v4 var_pop variance version week width_bucket year'
  ).split(' '),
);

/** Keywords that a parenthesis may follow. */
const KEYWORDS = new Set(
  (
    'all and any array as between by case cross distinct else except exists filter from group having in inner intersect ' +
    'into is join lateral like ilike limit materialized not null of offset on only or order outer over partition recursive returning ' +
    'select set similar some then to union using values when where with within decimal numeric varchar character varying ' +
    'bit interval key unique check references default primary tables'
  ).split(' '),
);

/** Whether a call of a function may change what a schema holds: one that is not known may. */
export function mayChangeSchema(name: string): boolean {
  return !HARMLESS.has(name.toLowerCase());
}

/** Whether a word before a parenthesis calls no function. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word.toLowerCase());
}
