"""Takes the card from the form and hands it on."""

from shop.audit import note
from shop.payments import charge


def checkout(request):
    card = {"number": request.POST["card_number"], "cvv": request.POST["cvv"]}
    request.session["card"] = card
    charge(card, request.POST["amount"])
    note("paid", card)
