/**
 * Functions whose value depends on nothing but their arguments in the same row: no aggregate, no generator, no window,
 * nothing that counts rows, draws random numbers, or that the analyzer rewrites into another plan. By Spark's name, as
 * calls carry it. Incomplete on purpose: what is missing here is only not moved (see `collapse-columns.ts`).
 */
export const rowWiseFunctions: ReadonlySet<string> = new Set(
  [
    "== != <=> < <= > >= + - * / % & | ^ and or not negative power",
    "isNull isNotNull isNaN isnull isnotnull isnan in like ilike rlike startsWith endsWith contains substr when",
    "coalesce nvl nvl2 ifnull nullif nanvl if greatest least",
    "abs ceil ceiling floor round bround sqrt cbrt exp expm1 log log1p log2 log10 ln pow signum sign hypot",
    "sin cos tan asin acos atan atan2 degrees radians pmod factorial hex unhex bin conv shiftleft shiftright",
    "concat concat_ws upper lower ucase lcase initcap trim ltrim rtrim btrim lpad rpad length char_length repeat reverse",
    "substring substring_index left right instr locate position replace translate split split_part ascii base64",
    "unbase64 encode decode format_number format_string regexp_replace regexp_extract levenshtein soundex",
    "startswith endswith md5 sha1 sha2 crc32 hash xxhash64",
    "to_date to_timestamp date_add date_sub datediff date_diff add_months months_between last_day next_day trunc",
    "date_trunc date_format year quarter month day dayofmonth dayofweek dayofyear weekofyear hour minute second",
    "unix_timestamp from_unixtime make_date make_timestamp timestamp_seconds timestamp_millis timestamp_micros",
    "unix_seconds unix_millis unix_micros from_utc_timestamp to_utc_timestamp",
    "array struct named_struct map map_from_arrays map_keys map_values map_concat size cardinality element_at get",
    "array_contains array_distinct array_except array_intersect array_union array_join array_max array_min",
    "array_position array_remove array_repeat arrays_zip flatten slice sort_array get_json_object",
  ].flatMap((line) => line.split(" ")),
);
