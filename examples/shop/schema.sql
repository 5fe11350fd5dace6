-- The old shop's table, still in use.
CREATE TABLE legacy_payment (
    id integer PRIMARY KEY,
    card_number varchar(19) NOT NULL,
    security_code char(4),
    paid_at timestamp
);
