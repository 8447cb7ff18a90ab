/** A chain of migrations that a published package carries. Paths are those inside the wheel. */
export interface RealChain {
  readonly name: string;
  readonly scriptLocation: string;
  /** Below `scriptLocation`; `versions` when absent. */
  readonly versionLocations?: readonly string[];
  readonly recursive?: boolean;
  /** Modules that are stubbed though they are there, because revision files fail with them. */
  readonly without?: readonly string[];
  /** Written for SQLAlchemy 1.4: annotations of mapped classes are ignored, as it did. */
  readonly sqlalchemy14?: boolean;
}

export interface RealPackage {
  /** `name==version`, as pip takes it. */
  readonly requirement: string;
  /** The wheel's digest. */
  readonly sha256: string;
  readonly chains: readonly RealChain[];
}

/** The pure-Python wheels that issue 2, section C names; each carries its revision files. */
export const REAL_PACKAGES: readonly RealPackage[] = [
  {
    requirement: 'apache-superset==6.1.0',
    sha256: '4b5886b2d6389a32df790aeae2532ad72529bce1af93b6edf2d1b2a8bf658748',
    chains: [
      {
        name: 'superset',
        scriptLocation: 'superset/migrations',
        // It refuses to make a column type before there is an application.
        without: ['superset.utils.encrypt'],
        sqlalchemy14: true,
      },
    ],
  },
  {
    requirement: 'mlflow==3.18.0',
    sha256: 'be7d84ba0d0b12392f5b53260cdb3e6d7b7ef4b80c29da90a89b5a1f6db7102f',
    chains: [
      // `RunStatus.to_string` looks its argument up in an enumeration of protobuf.
      { name: 'mlflow', scriptLocation: 'mlflow/store/db_migrations', without: ['mlflow.entities'] },
      { name: 'mlflow auth', scriptLocation: 'mlflow/server/auth/db/migrations' },
    ],
  },
  {
    requirement: 'prefect==3.9.1',
    sha256: '0c662e26e971b617993eed1f3d02fb8bc3c2dd47bee521b495f6e4dfeb38ae74',
    chains: [
      {
        name: 'prefect postgresql',
        scriptLocation: 'prefect/server/database/_migrations',
        versionLocations: ['versions/postgresql'],
      },
      {
        name: 'prefect sqlite',
        scriptLocation: 'prefect/server/database/_migrations',
        versionLocations: ['versions/sqlite'],
      },
    ],
  },
  {
    requirement: 'neutron==29.0.0',
    sha256: '6e998e2e55d233ff757f3ae1d53dd8dfd2cb455a01868e494c22fd6b8b0aba36',
    chains: [{ name: 'neutron', scriptLocation: 'neutron/db/migration/alembic_migrations', recursive: true }],
  },
  {
    requirement: 'ckan==2.12.0',
    sha256: '3b41cb4860286813fbcd18c57341e96edba266e2e492aeea92c4e03ce9e2934e',
    chains: [
      { name: 'ckan', scriptLocation: 'ckan/migration' },
      { name: 'ckan activity', scriptLocation: 'ckanext/activity/migration/activity' },
    ],
  },
  {
    requirement: 'rucio==41.5.1',
    sha256: '7699144ab19f65602a02a8b2adb87fccd2bb19ba235950d211dd59319f81e9e7',
    chains: [{ name: 'rucio', scriptLocation: 'rucio/db/sqla/migrate_repo' }],
  },
  {
    requirement: 'jupyterhub==6.1.1',
    sha256: 'ae20ed7b3d7cef1dd5d51e28723fd53853d69f732e7a9e84a73136acab454248',
    chains: [{ name: 'jupyterhub', scriptLocation: 'jupyterhub/alembic' }],
  },
  {
    requirement: 'arize-phoenix==20.26.1',
    sha256: 'dd318844cba1d7021d8accaa995b7f3716d559eab4afb549dfb1017dd51bab56',
    chains: [{ name: 'phoenix', scriptLocation: 'phoenix/db/migrations' }],
  },
  {
    requirement: 'ironic==39.0.0',
    sha256: '99250b7ec5bc4736279984652acdf51e5af99a6e5ffd8f06d51820990639f4cb',
    chains: [{ name: 'ironic', scriptLocation: 'ironic/db/sqlalchemy/alembic' }],
  },
];
