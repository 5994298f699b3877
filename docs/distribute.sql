-- Spreads the tables of people over the machines of a Citus cluster; docs/scaling.md says when and how.
-- Run it as the owner of the database, on the coordinator: psql --set ON_ERROR_STOP=1 --file distribute.sql
-- It may be run again, and does nothing where there is nothing new. Each of its two parts is a transaction of its own.

-- Every table whose primary key begins with user_id, in the order in which they were made.
DO $$
DECLARE
    person_table regclass;
BEGIN
    FOR person_table IN
        SELECT i.indrelid::regclass
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = 'user_id'
        WHERE i.indisprimary AND NOT c.relispartition
            AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'shelves'::regclass)
            AND NOT EXISTS (
                SELECT 1 FROM pg_dist_partition p WHERE p.logicalrelid = i.indrelid AND p.partmethod = 'h'
            )
        ORDER BY i.indrelid
    LOOP
        PERFORM create_distributed_table(
            person_table, 'user_id',
            colocate_with := CASE WHEN person_table = 'shelves'::regclass THEN 'default' ELSE 'shelves' END
        );
        RAISE NOTICE 'Distributed %', person_table;
    END LOOP;
END
$$;

-- The jobs are written in one transaction with what belongs to people: Citus commits both or neither once it knows them.
-- All other tables of the whole server come along by their foreign keys.
SELECT citus_add_local_table_to_metadata('jobs', cascade_via_foreign_keys => true)
WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'jobs'::regclass);
