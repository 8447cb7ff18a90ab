/**
 * Tables that a chain finds in the database, because the project or a library makes them before the first revision. In short:
 * what revisions and their rules need of them; as lines of an `upgrade()` that comes first.
 */
export const INITIAL_TABLES: Readonly<Record<string, readonly string[]>> = {
  // mlflow/store/tracking/dbmodels/initial_models.py
  mlflow: [
    "op.create_table('experiments', sa.Column('experiment_id', sa.Integer(), autoincrement=True),",
    "  sa.Column('name', sa.String(256), unique=True, nullable=False), sa.Column('artifact_location', sa.String(256)),",
    "  sa.Column('lifecycle_stage', sa.String(32)),",
    "  sa.CheckConstraint(\"lifecycle_stage IN ('active', 'deleted')\", name='experiments_lifecycle_stage'),",
    "  sa.PrimaryKeyConstraint('experiment_id', name='experiment_pk'))",
    "op.create_table('runs', sa.Column('run_uuid', sa.String(32), nullable=False), sa.Column('name', sa.String(250)),",
    "  sa.Column('source_type', sa.String(20)), sa.Column('source_name', sa.String(500)),",
    "  sa.Column('entry_point_name', sa.String(50)), sa.Column('user_id', sa.String(256)),",
    "  sa.Column('status', sa.String(20)), sa.Column('start_time', sa.BigInteger()), sa.Column('end_time', sa.BigInteger()),",
    "  sa.Column('source_version', sa.String(50)), sa.Column('lifecycle_stage', sa.String(20)),",
    "  sa.Column('artifact_uri', sa.String(200)),",
    "  sa.Column('experiment_id', sa.Integer(), sa.ForeignKey('experiments.experiment_id')),",
    "  sa.CheckConstraint(\"source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')\", name='source_type'),",
    "  sa.CheckConstraint(\"status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING')\", name='status'),",
    "  sa.CheckConstraint(\"lifecycle_stage IN ('active', 'deleted')\", name='runs_lifecycle_stage'),",
    "  sa.PrimaryKeyConstraint('run_uuid', name='run_pk'))",
    "op.create_table('tags', sa.Column('key', sa.String(250)), sa.Column('value', sa.String(250)),",
    "  sa.Column('run_uuid', sa.String(32), sa.ForeignKey('runs.run_uuid')),",
    "  sa.PrimaryKeyConstraint('key', 'run_uuid', name='tag_pk'))",
    "op.create_table('metrics', sa.Column('key', sa.String(250)), sa.Column('value', sa.Float(), nullable=False),",
    "  sa.Column('timestamp', sa.BigInteger()), sa.Column('run_uuid', sa.String(32), sa.ForeignKey('runs.run_uuid')),",
    "  sa.PrimaryKeyConstraint('key', 'timestamp', 'run_uuid', name='metric_pk'))",
    "op.create_table('params', sa.Column('key', sa.String(250)), sa.Column('value', sa.String(250), nullable=False),",
    "  sa.Column('run_uuid', sa.String(32), sa.ForeignKey('runs.run_uuid')),",
    "  sa.PrimaryKeyConstraint('key', 'run_uuid', name='param_pk'))",
  ],
  // Flask-AppBuilder's.
  superset: [
    "op.create_table('ab_user', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('username', sa.String(64)))",
    "op.create_table('ab_role', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(64)))",
    "op.create_table('ab_permission', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(100)))",
    "op.create_table('ab_view_menu', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(250)))",
    "op.create_table('ab_user_role', sa.Column('id', sa.Integer(), primary_key=True),",
    "  sa.Column('user_id', sa.Integer(), sa.ForeignKey('ab_user.id')),",
    "  sa.Column('role_id', sa.Integer(), sa.ForeignKey('ab_role.id')))",
    "op.create_table('ab_permission_view', sa.Column('id', sa.Integer(), primary_key=True),",
    "  sa.Column('permission_id', sa.Integer(), sa.ForeignKey('ab_permission.id')),",
    "  sa.Column('view_menu_id', sa.Integer(), sa.ForeignKey('ab_view_menu.id')))",
    "op.create_table('ab_permission_view_role', sa.Column('id', sa.Integer(), primary_key=True),",
    "  sa.Column('permission_view_id', sa.Integer(), sa.ForeignKey('ab_permission_view.id')),",
    "  sa.Column('role_id', sa.Integer(), sa.ForeignKey('ab_role.id')))",
  ],
};

/** Chains that end at their first revision here, and why. */
export const CANNOT_RUN: Readonly<Record<string, string>> = {
  'prefect postgresql': 'its types need more of the package than can be imported',
  'prefect sqlite': 'its types need more of the package than can be imported',
  neutron: 'it asks for the version table, and its constants are those of another package',
  'ckan activity': 'it begins on tables of ckan',
  jupyterhub: 'it begins on tables that the models make, of every version',
  rucio: 'it begins on tables that the models make',
};
