from sqlalchemy import Boolean, Column, Integer, String, true
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    first_name = Column(String(40))
    last_name = Column(String(40))
    full_name = Column(String(255), nullable=False)
    active = Column(Boolean, nullable=False, server_default=true())
