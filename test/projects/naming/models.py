from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_`%(constraint_name)s`",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Account(Base):
    __tablename__ = "account"

    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False, index=True)
    created_at = Column(DateTime, nullable=False)
    email = Column(String(255), unique=True)


class Order(Base):
    __tablename__ = "order"

    id = Column(Integer, primary_key=True)
    account_id = Column(Integer, ForeignKey("account.id"))
