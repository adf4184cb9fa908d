import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How the targets of each node do, as it says itself. Not governed, and a row of its own beside `node`: that one is written with
 * every heartbeat, this one only when something changed.
 */
export class ReportTargets0022 implements MigrationInterface {
  readonly name = 'ReportTargets1763600000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE target_report');
  }
}

const TABLE = `
  CREATE TABLE target_report (
    node_id        text        CONSTRAINT target_report_pkey PRIMARY KEY,
    instance_id    text        NOT NULL,
    connected_at   timestamptz NOT NULL,
    reported_at    timestamptz NOT NULL,
    healthy_count  integer     NOT NULL,
    left_out_count integer     NOT NULL,
    states         jsonb       NOT NULL,
    CONSTRAINT target_report_states_check CHECK (jsonb_array_length(states) <= 100)
  );
  ALTER TABLE target_report ENABLE ROW LEVEL SECURITY;
  CREATE POLICY target_report_platform ON target_report TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON target_report TO gatehouse_app;
`;
