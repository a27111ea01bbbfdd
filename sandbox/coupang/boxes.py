"""A shipment box's way from payment to the door (§5.1)."""

from sandbox.coupang.review import Connection
from sandbox.coupang.world import now

BOX_STATUSES = {
    "ACCEPT": "결제완료",
    "INSTRUCT": "상품준비중",
    "DEPARTURE": "배송지시",
    "DELIVERING": "배송중",
    "FINAL_DELIVERY": "배송완료",
    "NONE_TRACKING": "업체 직접 배송",
}
SHIPPED = {"DEPARTURE", "DELIVERING", "FINAL_DELIVERY", "NONE_TRACKING"}


def change_status(connection: Connection, box_id: int, status: str) -> None:
    """Give a box a status and write it down in its history."""
    connection.execute("UPDATE boxes SET status = %s, instruct_due_at = NULL WHERE id = %s", [status, box_id])
    connection.execute(
        "INSERT INTO box_histories (box_id, status, updated_at) VALUES (%s, %s, %s)", [box_id, status, now()]
    )


def put_invoice(connection: Connection, box_id: int, carrier: str, number: str) -> None:
    """Send a box on its way under this number."""
    connection.execute(
        "UPDATE boxes SET carrier = %s, invoice_number = %s, invoiced_at = %s, in_transit_at = NULL,"
        " delivered_at = NULL WHERE id = %s",
        [carrier, number, now(), box_id],
    )
    change_status(connection, box_id, "NONE_TRACKING" if carrier == "DIRECT" else "DEPARTURE")
