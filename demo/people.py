"""Who can log in to the demo. One password for all: nothing here is reachable from outside the machine."""

from dataclasses import dataclass

PASSWORD = "gachi-demo-2026"  # noqa: S105 printed by make up on purpose


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    what: str
    where: str
    maker: str = ""
    role: str = "OWNER"
    is_superuser: bool = False


PEOPLE = (
    Person("staff@gachi.example.com", "센터 직원", "staff: exhibitions, plans, health", "/console/"),
    Person("second@gachi.example.com", "센터 직원 둘", "staff: the second signature", "/console/"),
    Person("admin@gachi.example.com", "운영자", "Django admin", "/admin/", is_superuser=True),
    Person("owner@dasibom.example.com", "다시봄공방 대표", "vendor: bags", "/portal/", "dasibom"),
    Person("owner@onsae.example.com", "온새미비누 대표", "vendor: soap", "/portal/", "onsae"),
    Person(
        "viewer@dasibom.example.com", "다시봄공방 직원", "vendor who may only read", "/portal/", "dasibom", "VIEWER"
    ),
)
