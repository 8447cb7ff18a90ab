import os

import sqlalchemy as sa
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
migrate = Migrate()


class Member(db.Model):
    id = db.Column(sa.Integer, primary_key=True)
    name = db.Column(sa.String(64), nullable=False)
    # What no revision has yet.
    phone = db.Column(sa.String(20))


def create_app():
    app = Flask(__name__)
    url = os.environ.get("DATABASE_URL") or "sqlite:///" + os.path.join(app.root_path, "app.db")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    migrate.init_app(app, db)
    return app
