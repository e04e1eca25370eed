from pyspark.sql.types import IntegerType, StringType, StructField, StructType


def current_catalog(spark):
    spark.catalog.currentCatalog()


def set_current_catalog(spark):
    spark.catalog.setCurrentCatalog("other")


def list_catalogs(spark):
    spark.catalog.listCatalogs("s*")


def current_database(spark):
    spark.catalog.currentDatabase()


def set_current_database(spark):
    spark.catalog.setCurrentDatabase("db")


def list_databases(spark):
    spark.catalog.listDatabases()


def list_databases_like(spark):
    spark.catalog.listDatabases("a*|b*")


def get_database(spark):
    spark.catalog.getDatabase("default")


def database_exists(spark):
    spark.catalog.databaseExists("default")


def list_tables(spark):
    spark.catalog.listTables()


def list_tables_of_database(spark):
    spark.catalog.listTables("default", "p*")


def get_table(spark):
    spark.catalog.getTable("people")


def table_exists(spark):
    spark.catalog.tableExists("db.people")


def list_columns(spark):
    spark.catalog.listColumns("people")


def list_functions(spark):
    spark.catalog.listFunctions(None, "conc*")


def get_function(spark):
    spark.catalog.getFunction("concat")


def function_exists(spark):
    spark.catalog.functionExists("concat")


def drop_temp_view(spark):
    spark.catalog.dropTempView("v")


def drop_global_temp_view(spark):
    spark.catalog.dropGlobalTempView("v")


def is_cached(spark):
    spark.catalog.isCached("people")


def cache_table(spark):
    spark.catalog.cacheTable("people")


def uncache_table(spark):
    spark.catalog.uncacheTable("people")


def clear_cache(spark):
    spark.catalog.clearCache()


def refresh_table(spark):
    spark.catalog.refreshTable("people")


def refresh_by_path(spark):
    spark.catalog.refreshByPath("/data")


def recover_partitions(spark):
    spark.catalog.recoverPartitions("db.t")


def create_table(spark):
    schema = StructType([StructField("a", IntegerType()), StructField("b", StringType())])
    spark.catalog.createTable(
        "db.t", source="parquet", schema=schema, description="a table", k="v"
    ).collect()


def create_external_table(spark):
    spark.catalog.createExternalTable("db.t", path="/data/t", source="csv").collect()


def drop_table(spark):
    spark.catalog.dropTable("db.t", ifExists=True, purge=True)


def drop_view(spark):
    spark.catalog.dropView("db.v")


def create_database(spark):
    spark.catalog.createDatabase("db", ifNotExists=True, properties={"owner": "me"})


def drop_database(spark):
    spark.catalog.dropDatabase("db", cascade=True)


def list_partitions(spark):
    spark.catalog.listPartitions("db.t")


def list_views(spark):
    spark.catalog.listViews()


def get_table_properties(spark):
    spark.catalog.getTableProperties("db.t")


def get_create_table_string(spark):
    spark.catalog.getCreateTableString("db.t", asSerde=True)


def truncate_table(spark):
    spark.catalog.truncateTable("db.t")


def analyze_table(spark):
    spark.catalog.analyzeTable("db.t", noScan=True)
