"""A number that somebody pasted while looking for a bug."""

# A customer's card was declined, try again by hand: 4929 7461 0382 9154
SANDBOX_CARD = "4242424242424242"
