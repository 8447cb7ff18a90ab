import { describe, expect, it } from 'vitest';
import { visibleUrl } from '../../../server/src/engine/alembic/visibleUrl';

const environment = { DATABASE_URL: 'postgresql://db/shop', EMPTY: '', PERCENT: 'postgresql://a:b%40c@db/shop' };

const START =
  'import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, engine_from_config\nconfig = context.config\n';
const FROM_CONFIG =
  'engine = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")\n';

const SECTION = 'section = config.get_section(config.config_ini_section, {})\n';
const FROM_SECTION = 'engine = engine_from_config(section, prefix="sqlalchemy.")\n';

const read = (text: string): unknown => {
  const found = visibleUrl(START + text, environment);
  return found.kind === 'url' ? found.url : found.kind;
};

describe('visibleUrl', () => {
  it.each([
    ['create_engine(os.environ["DATABASE_URL"])'],
    ['create_engine(os.environ.get("DATABASE_URL"))'],
    ['create_engine(os.getenv("DATABASE_URL", "sqlite://"))'],
    ['create_engine(os.getenv("NOT_SET") or os.environ["DATABASE_URL"])'],
    ['create_engine(os.getenv("EMPTY") or os.environ["DATABASE_URL"])'],
    ['create_engine(os.getenv("NOT_SET", "postgresql://db/shop"))'],
    ['url = os.environ["DATABASE_URL"]\ncreate_engine(url, poolclass=None)'],
    ['host = "db"\ncreate_engine(f"postgresql://{host}/" + "shop")'],
    ['create_engine(url="postgresql://db" "/shop")'],
    ['def get_url():\n    """The URL."""\n    return os.environ["DATABASE_URL"]\ncreate_engine(get_url())'],
    [`config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])\n${FROM_CONFIG}`],
    [
      `if os.getenv("DATABASE_URL"):\n    config.set_main_option("sqlalchemy.url", os.getenv("DATABASE_URL"))\n${FROM_CONFIG}`,
    ],
    [`config.set_section_option("alembic", "sqlalchemy.url", str(os.getenv("DATABASE_URL")))\n${FROM_CONFIG}`],
    [
      'section = config.get_section(config.config_ini_section)\nsection["sqlalchemy.url"] = os.environ["DATABASE_URL"]\nengine_from_config(section, prefix="sqlalchemy.")',
    ],
    ['engine_from_config({"sqlalchemy.url": os.environ["DATABASE_URL"]})'],
    ['engine_from_config(config.get_section("alembic"), url=os.environ["DATABASE_URL"])'],
  ])('sees the URL of\n%s', (text) => {
    expect(read(text)).toBe('postgresql://db/shop');
  });

  it('takes the doubled percent signs of ConfigParser back', () => {
    const line = 'config.set_main_option("sqlalchemy.url", os.environ["PERCENT"].replace("%", "%%"))\n';
    expect(read(line + FROM_CONFIG)).toBe('postgresql://a:b%40c@db/shop');
    expect(read(line.replace('.replace("%", "%%")', '') + FROM_CONFIG)).toBe('unknown');
  });

  it.each([
    [FROM_CONFIG],
    ['create_engine(config.get_main_option("sqlalchemy.url"))'],
    ['url = config.get_main_option("sqlalchemy.url")\ncreate_engine(url)'],
    [`if os.getenv("NOT_SET"):\n    config.set_main_option("sqlalchemy.url", os.getenv("NOT_SET"))\n${FROM_CONFIG}`],
    [`config.set_main_option("script_location", "x")\n${FROM_CONFIG}`],
    [`fileConfig(config.config_file_name)\nconnection = config.attributes.get("connection")\n${FROM_CONFIG}`],
    [`print(config)\nif hasattr(config, "cmd_opts"): pass\n${FROM_CONFIG}`],
    [`${SECTION}print(section.get("sqlalchemy.echo"))\n${FROM_SECTION}`],
  ])('sees that the configuration is asked by\n%s', (text) => {
    expect(read(text)).toBe('configuration');
  });

  it.each([
    [''],
    ['from shop.db import engine\nwith engine.connect() as connection: pass'],
    ['create_engine(settings.DATABASE_URL)'],
    ['create_engine(os.environ["NOT_SET"])'],
    [`config.set_main_option("sqlalchemy.url", settings.URL)\n${FROM_CONFIG}`],
    [`config.set_main_option(NAME, "sqlite://")\n${FROM_CONFIG}`],
    ['url = "sqlite:///a"\nurl = "sqlite:///b"\ncreate_engine(url)'],
    ['create_engine("sqlite:///a")\ncreate_engine("sqlite:///b")'],
    ['def connect(url):\n    return create_engine(url)'],
    ['for name in names:\n    engine_from_config(config.get_section(name))'],
    ['create_engine(f"sqlite:///{name!r}")'],
    ['url = url\ncreate_engine(url)'],
    [
      'def get_url():\n    if os.getenv("A"):\n        return "sqlite:///a"\n    return "sqlite:///b"\ncreate_engine(get_url())',
    ],
    [`${FROM_CONFIG}create_engine("sqlite:///other")`],
    [`configure_url(config)\n${FROM_CONFIG}`],
    [`settings.apply(to=context.config)\n${FROM_CONFIG}`],
    [`config.file_config.set("alembic", "sqlalchemy.url", settings.URL)\n${FROM_CONFIG}`],
    [`config.config_ini_section = settings.NAME\n${FROM_CONFIG}`],
    [`config = Config("other.ini")\n${FROM_CONFIG}`],
    [`${SECTION}section.update({"sqlalchemy.url": get_url()})\n${FROM_SECTION}`],
    [`${SECTION}patch(section)\n${FROM_SECTION}`],
    [`${SECTION}section[KEY] = settings.URL\n${FROM_SECTION}`],
    [`${SECTION}section |= settings.DATABASE\n${FROM_SECTION}`],
  ])('does not know where this leads\n%s', (text) => {
    expect(read(text)).toBe('unknown');
  });
});
