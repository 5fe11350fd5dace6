CREATE TABLE legacy_payment (
    id integer PRIMARY KEY,
    card_token varchar(64) NOT NULL,
    card_last4 char(4),
    paid_at timestamp
);
