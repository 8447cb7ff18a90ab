"""The tables of the shop."""

from __future__ import annotations

import datetime
import decimal

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    loyalty_points: Mapped[int] = mapped_column(server_default=sa.text("0"))
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.current_timestamp())

    orders: Mapped[list[Order]] = relationship(back_populates="customer")


class Category(Base):
    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)


class Product(Base):
    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    price: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(10, 2))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("category.id"))

    category: Mapped[Category | None] = relationship()


class Order(Base):
    __tablename__ = "order"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    placed_at: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.current_timestamp())
    status: Mapped[str] = mapped_column(sa.String(20), server_default="new")

    customer: Mapped[Customer] = relationship(back_populates="orders")
    items: Mapped[list[OrderItem]] = relationship()


class OrderItem(Base):
    __tablename__ = "order_item"

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("order.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("product.id"), primary_key=True)
    quantity: Mapped[int]
    unit_price: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(10, 2))


class Payment(Base):
    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("order.id"), index=True)
    amount: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(10, 2))
    paid_at: Mapped[datetime.datetime | None]


class DailySales(Base):
    __tablename__ = "daily_sales"

    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    orders: Mapped[int]
    revenue: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2))


class CategorySales(Base):
    __tablename__ = "category_sales"

    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("category.id"), primary_key=True)
    revenue: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2))


class StockLevel(Base):
    __tablename__ = "stock_level"

    product_id: Mapped[int] = mapped_column(sa.ForeignKey("product.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(server_default=sa.text("0"))
    reorder_at: Mapped[int | None]


class Review(Base):
    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("product.id"), index=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customer.id"))
    stars: Mapped[int] = mapped_column(sa.SmallInteger)
    text: Mapped[str | None] = mapped_column(sa.Text)
