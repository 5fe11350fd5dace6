"""Takes the token that the provider's form made of the card."""

from shop.audit import note


def checkout(request):
    request.session["payment_method"] = request.POST["payment_method_id"]
    note("paid", {"order": request.POST["order"], "card": request.POST["card_last4"]})
