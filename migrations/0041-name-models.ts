import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Models have aliases, and a date from which another is to be used; providers promise more about data in some regions. The names
 * of all models, aliases too, are the keys of one table, which a trigger keeps: two models never go by one name, whoever writes.
 */
export class NameModels0041 implements MigrationInterface {
  readonly name = 'NameModels1763600000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(NAMES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX usage_event_model_id_at_idx;
      DROP TRIGGER model_known_name ON model;
      DROP FUNCTION keep_model_names();
      DROP TABLE model_known_name;
      ALTER TABLE model DROP COLUMN aliases, DROP COLUMN deprecated_at, DROP COLUMN replaced_by_id;
      ALTER TABLE provider DROP COLUMN region_data_terms;
    `);
  }
}

const COLUMNS = `
  ALTER TABLE model
    ADD COLUMN aliases text[] NOT NULL DEFAULT '{}',
    ADD COLUMN deprecated_at timestamptz,
    ADD COLUMN replaced_by_id uuid CONSTRAINT model_replaced_by_id_fkey REFERENCES model;
  CREATE INDEX model_deprecated_at_idx ON model (deprecated_at, id);
  CREATE INDEX usage_event_model_id_at_idx ON usage_event (model_id, at);
  ALTER TABLE provider ADD COLUMN region_data_terms jsonb NOT NULL DEFAULT '[]';
`;

const NAMES = `
  CREATE TABLE model_known_name (
    name     text CONSTRAINT model_known_name_pkey PRIMARY KEY,
    model_id uuid NOT NULL CONSTRAINT model_known_name_model_id_fkey REFERENCES model ON DELETE CASCADE
  );
  CREATE INDEX model_known_name_model_id_idx ON model_known_name (model_id);
  INSERT INTO model_known_name SELECT name, id FROM model;
  ALTER TABLE model_known_name ENABLE ROW LEVEL SECURITY;
  CREATE POLICY model_known_name_read ON model_known_name FOR SELECT TO gatehouse_app USING (scope_is_set());
  GRANT SELECT ON model_known_name TO gatehouse_app;

  CREATE FUNCTION keep_model_names() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    DELETE FROM model_known_name
      WHERE model_id = NEW.id AND NOT name = ANY (NEW.name || NEW.aliases);
    INSERT INTO model_known_name
      SELECT wanted, NEW.id FROM unnest(NEW.name || NEW.aliases) AS wanted
        WHERE NOT EXISTS (SELECT FROM model_known_name WHERE name = wanted AND model_id = NEW.id);
    RETURN NULL;
  END $$;
  REVOKE EXECUTE ON FUNCTION keep_model_names() FROM PUBLIC;
  CREATE TRIGGER model_known_name AFTER INSERT OR UPDATE OF name, aliases ON model
    FOR EACH ROW EXECUTE FUNCTION keep_model_names();
`;
