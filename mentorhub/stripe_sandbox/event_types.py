"""The event types an endpoint may subscribe to: those the sandbox sends and the few others of its objects."""

EVENT_TYPES = tuple(
    """* account.updated charge.captured charge.dispute.closed charge.dispute.created
    charge.dispute.funds_reinstated charge.dispute.funds_withdrawn charge.dispute.updated charge.expired
    charge.failed charge.pending charge.refund.updated charge.refunded charge.succeeded charge.updated
    checkout.session.async_payment_failed checkout.session.async_payment_succeeded
    checkout.session.completed checkout.session.expired customer.created customer.deleted
    customer.updated payment_intent.amount_capturable_updated payment_intent.canceled
    payment_intent.created payment_intent.payment_failed payment_intent.processing
    payment_intent.requires_action payment_intent.succeeded payment_method.attached
    payment_method.detached payment_method.updated refund.created refund.failed refund.updated""".split()
)
